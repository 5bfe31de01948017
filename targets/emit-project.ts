/** Emits the project of a native evaluator: the engine's sources, the policy's files, and the source that brings these in. */

import { PROJECT_TARGETS } from "./table.ts";
import { FILES, type NativeLanguage, type OutputFile, projectFolder, type Sources } from "./target.ts";

/**
 * The files of a project, by path, each below the project's folder. The engine is the same for every policy.
 *
 * @param bundle the text of the bundle's file
 * @param index the text of `policy.index` for that file
 * @throws if the engine has no file that a policy is brought in by: that is our bug
 * @example emitProject("go", assets.engines.go, bundle, index)[0].path // "policy-evaluator-go/append_input.go"
 */
export function emitProject(language: NativeLanguage, engine: Sources, bundle: string, index: string): readonly OutputFile[] {
	const { embedding, write } = PROJECT_TARGETS[language];
	if (engine[embedding] === undefined) throw new Error(`the engine in ${language} has no ${embedding}`);
	const beside = embedding.slice(0, embedding.lastIndexOf("/") + 1);
	const sources: Sources = {
		...engine,
		[embedding]: write(FILES.bundle, FILES.index),
		[`${beside}${FILES.bundle}`]: bundle,
		[`${beside}${FILES.index}`]: index,
	};
	const folder = projectFolder(language);
	return Object.entries(sources)
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([path, content]) => ({ path: `${folder}/${path}`, content, executable: false }));
}
