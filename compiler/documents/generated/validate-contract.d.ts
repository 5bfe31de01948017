// Written by schemas/generate.ts.

/** One breach of the schema, as ajv reports it. */
export interface SchemaFault {
	readonly keyword: string;
	/** JSON pointer into the data. */
	readonly instancePath: string;
	readonly schemaPath: string;
	readonly params: Readonly<Record<string, unknown>>;
	/** The part of the schema that holds the keyword. */
	readonly parentSchema: unknown;
	/** Set where a key broke the schema for keys. */
	readonly propertyName?: string;
}

/** Whether plain data fits the contract; the breaches stand in `errors` until the next call. */
export declare const validate: { (data: unknown): boolean; errors?: readonly SchemaFault[] | null };
