/// A snapshot and a chain small enough to break one field at a time.
enum SmallMarket {
  static let snapshot = """
    {"kind": "market", "version": 1, "venue": "Deribit", "underlying": "BTC", "asOf": "2026-05-21T10:04:10.269985Z",
     "source": "made up", "licence": "none", "spot": "77596.75",
     "perpetual": {"instrument": "BTC-PERPETUAL", "bid": "77596.5", "ask": "77597"},
     "futures": [{"instrument": "BTC-26JUN26", "expiry": "2026-06-26T08:00:00Z", "price": "77698.75"}],
     "options": [
       {"instrument": "BTC-26JUN26-76000-P", "type": "put", "expiry": "2026-06-26T08:00:00Z", "strike": "76000", "forward": "77698.75",
        "bidVolatility": "0.36", "askVolatility": "0.38", "bid": "0.03", "ask": "0.05", "openInterest": "250.5"},
       {"instrument": "BTC-26JUN26-80000-C", "type": "call", "expiry": "2026-06-26T08:00:00Z", "strike": "80000", "forward": "77698.75",
        "bidVolatility": "0.34", "askVolatility": "0.36"}],
     "cash": [{"asset": "BTC", "price": "77596.75"}]}
    """

  static let chain = """
    {"venue": "Deribit", "underlying": "BTC", "as_of": "2026-05-21T10:04:10.269985Z",
     "perpetual": {"instrument": "BTC-PERPETUAL", "bid": "77596.5", "ask": "77597", "note": "recorded as 'spot' \\"in\\" 1 source"},
     "futures": [{"expiry": "2026-06-05T08:00:00Z", "mid": 77698.750}],
     "options": [{"instrument": "BTC-5JUN26-76000-P", "type": "P", "strike": 76000.0, "expiry": "2026-06-05T08:00:00Z",
       "forward": 7.769875e4, "iv_bid": "0.36", "iv_ask": "0.38", "iv_mid": 0.37, "bid_coin": "0.0300", "ask_coin": "0.05",
       "model_price_usd": 2500.5, "open_interest": "250.5"}],
     "source": "made up", "licence": "none", "derived": "iv_mid, model_price_usd"}
    """

  /// The text with one occurrence of a part replaced; the part is there, else the test means nothing.
  static func replacing(_ part: String, by other: String, in text: String) -> [UInt8]? {
    guard let range = text.firstRange(of: part) else { return nil }
    return Array((text[..<range.lowerBound] + other + text[range.upperBound...]).utf8)
  }
}
