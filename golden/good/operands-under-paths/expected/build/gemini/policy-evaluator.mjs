the bundled evaluator
