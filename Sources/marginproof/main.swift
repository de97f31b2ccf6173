print("marginproof")
