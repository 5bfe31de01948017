/** `.policy` files are bundled as texts. */
declare module "*.policy" {
	const text: string;
	export default text;
}
