import MarginModel

extension DeribitResponses {
  /// The coin-settled contracts of one coin, in the order of expiry, strike and type.
  ///
  /// - Parameter underlying: the coin; nil where the instruments are all of one.
  /// - Returns: the snapshot, and a remark for each instrument that it does not have.
  /// - Throws: ``MarketError`` where there is no perpetual or index price to take spot from.
  public func snapshot(of underlying: String?) throws(MarketError) -> (snapshot: MarketSnapshot, remarks: [Remark]) {
    let bases = Set(instruments.map(\.base)).sorted()
    guard let underlying = underlying ?? (bases.count == 1 ? bases[0] : nil) else {
      throw .unknownWord(path: "underlying", text: "one of several coins", known: bases)
    }
    guard let asOf = instruments.compactMap({ quotes[$0.name]?.time }).max() else {
      throw .header(file: "the summaries", wanted: "the quotes of at least one of the instruments")
    }
    let heading = try MarketSnapshot.Heading(
      venue: "Deribit", underlying: underlying, asOf: asOf.description, source: source, licence: licence)
    var parts = Parts(asOf: asOf)
    for instrument in instruments.sorted(by: Self.precedes) {
      guard instrument.base.utf8.elementsEqual(underlying.utf8) else {
        parts.leaveOut(instrument.name, "is of \(instrument.base)")
        continue
      }
      parts.add(instrument, quotes[instrument.name])
    }
    let known = Set(instruments.map(\.name))
    for name in quotes.keys.sorted() where !known.contains(name) { parts.leaveOut(name, "is quoted and not among the instruments") }
    guard let spot = parts.spot else {
      throw .header(file: "the responses", wanted: "the perpetual's index_price, or its bid and ask, for the price of spot")
    }
    let snapshot = MarketSnapshot(
      venue: heading.venue, underlying: underlying, asOf: asOf, source: heading.source, licence: heading.licence, spot: spot,
      perpetual: parts.perpetual, futures: parts.futures, options: parts.options,
      cash: [MarketSnapshot.Cash(asset: underlying, price: spot)])
    try snapshot.checkNames()
    return (snapshot, parts.remarks)
  }

  private static func precedes(_ left: Instrument, _ right: Instrument) -> Bool {
    guard left.expiry == right.expiry else { return (left.expiry?.secondsSince1970 ?? 0) < (right.expiry?.secondsSince1970 ?? 0) }
    guard left.strike == right.strike else { return (left.strike ?? .zero) < (right.strike ?? .zero) }
    return left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
  }

  /// A snapshot in the making.
  private struct Parts {
    let asOf: MarketInstant
    var spot: BoundedDecimal?
    var perpetual: MarketSnapshot.Perpetual?
    var futures: [MarketSnapshot.Future] = []
    var options: [MarketSnapshot.Option] = []
    var remarks: [Remark] = []

    mutating func leaveOut(_ name: String, _ reason: String) {
      remarks.append(Remark(instrument: name, words: reason + ", left out"))
    }

    mutating func add(_ instrument: Instrument, _ quote: Quote?) {
      guard instrument.kind == "option" || instrument.kind == "future" else {
        return leaveOut(instrument.name, "is a \(instrument.kind)")
      }
      guard instrument.isCoinSettled else { return leaveOut(instrument.name, "is not settled in the coin") }
      if let expiry = instrument.expiry, asOf.microseconds(until: expiry) <= 0 {
        return leaveOut(instrument.name, "expired \(expiry)")
      }
      guard let quote else { return leaveOut(instrument.name, "is in no summary") }
      if instrument.isPerpetual {
        addPerpetual(instrument, quote)
      } else if let expiry = instrument.expiry, let strike = instrument.strike, let type = instrument.type {
        addOption(instrument.name, expiry, strike, type, quote)
      } else if let expiry = instrument.expiry {
        guard let price = quote.mark, price != .zero else { return leaveOut(instrument.name, "has no mark_price") }
        futures.append(MarketSnapshot.Future(instrument: instrument.name, expiry: expiry, price: price, quotedAt: quote.time))
      }
    }

    private mutating func addPerpetual(_ instrument: Instrument, _ quote: Quote) {
      guard perpetual == nil else { return leaveOut(instrument.name, "is a second perpetual") }
      if let index = quote.index, index != .zero { spot = index }
      guard let bid = quote.bid, let ask = quote.ask, bid != .zero, ask != .zero else {
        return leaveOut(instrument.name, "has no bid and ask")
      }
      perpetual = MarketSnapshot.Perpetual(instrument: instrument.name, bid: bid, ask: ask, quotedAt: quote.time)
      if spot == nil {
        spot = BoundedDecimal.midpoint(bid, ask)
        remarks.append(Remark(instrument: instrument.name, words: "no index price, its middle stands for spot"))
      }
    }

    private mutating func addOption(
      _ name: String, _ expiry: Timestamp, _ strike: BoundedDecimal, _ type: OptionType, _ quote: Quote
    ) {
      guard let forward = quote.forward, forward != .zero else { return leaveOut(name, "has no underlying_price") }
      var volatilities = quote.volatilities
      if volatilities == nil {
        let implied = ImpliedVolatility(
          forward: forward.double, strike: strike.double, type: type, years: asOf.years(until: expiry))
        volatilities = (quote.bid.flatMap(implied.ofCoins), quote.ask.flatMap(implied.ofCoins))
      }
      options.append(
        MarketSnapshot.Option(
          instrument: name, type: type, expiry: expiry, strike: strike, forward: forward, bidVolatility: volatilities?.bid,
          askVolatility: volatilities?.ask, bid: quote.bid, ask: quote.ask, openInterest: quote.openInterest, quotedAt: quote.time))
    }
  }
}
