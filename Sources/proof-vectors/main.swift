print("proof-vectors")
