module policyc/evaluator

go 1.26
