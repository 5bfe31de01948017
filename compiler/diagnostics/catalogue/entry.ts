/** The shape of one catalogue entry. `example` is a small text that provokes it, shown on its docs page. */
export interface CatalogueEntry {
	readonly code: `PC${number}`;
	readonly severity: "error" | "warning";
	readonly message: string;
	readonly help: string;
	readonly example: string;
}
