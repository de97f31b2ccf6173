import CanonicalJSON

extension MarketSnapshot {
  /// The file as a JSON value; fields that are nil are absent.
  var json: JSONValue {
    var file = JSONObject([
      ("kind", "market"), ("version", 1), ("venue", .string(venue)), ("underlying", .string(underlying)),
      ("asOf", .string(asOf.description)),
      ("source", .string(source)), ("licence", .string(licence)), ("spot", .string(spot.description)),
      ("futures", .array(futures.map(\.json))), ("options", .array(options.map(\.json))), ("cash", .array(cash.map(\.json))),
    ])
    file["perpetual"] = perpetual?.json
    return .object(file)
  }
}

extension MarketSnapshot.Perpetual {
  fileprivate var json: JSONValue {
    var perpetual = JSONObject([
      ("instrument", .string(instrument)), ("bid", .string(bid.description)), ("ask", .string(ask.description)),
    ])
    perpetual["quotedAt"] = quotedAt.map { .string($0.description) }
    return .object(perpetual)
  }
}

extension MarketSnapshot.Future {
  fileprivate var json: JSONValue {
    var future = JSONObject([
      ("instrument", .string(instrument)), ("expiry", .string(expiry.description)), ("price", .string(price.description)),
    ])
    future["quotedAt"] = quotedAt.map { .string($0.description) }
    return .object(future)
  }
}

extension MarketSnapshot.Option {
  fileprivate var json: JSONValue {
    var option = JSONObject([
      ("instrument", .string(instrument)), ("type", .string(type.rawValue)), ("expiry", .string(expiry.description)),
      ("strike", .string(strike.description)), ("forward", .string(forward.description)),
    ])
    for (key, value) in [
      ("bidVolatility", bidVolatility), ("askVolatility", askVolatility), ("bid", bid), ("ask", ask),
      ("openInterest", openInterest),
    ] {
      option[key] = value.map { .string($0.description) }
    }
    option["quotedAt"] = quotedAt.map { .string($0.description) }
    return .object(option)
  }
}

extension MarketSnapshot.Cash {
  fileprivate var json: JSONValue { ["asset": .string(asset), "price": .string(price.description)] }
}
