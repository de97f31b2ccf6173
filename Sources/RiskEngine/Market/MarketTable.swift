import CanonicalJSON
import MarginModel

/// The rows of a file of comma-separated cells under its header, each cell with its place.
struct MarketTable {
  struct Row {
    /// As messages name it, `closes.csv:3`.
    let place: String
    /// One for each column.
    let cells: [String]
  }

  let columns: [String]
  let rows: [Row]

  /// Reads RFC 4180 text in UTF-8; every row has as many cells as the header.
  init(_ bytes: [UInt8], file: String) throws(MarketError) {
    do throws(PositionError) {
      var reader = try CSVReader(bytes, file: file)
      guard let header = try reader.row(), header.contains(where: { !$0.text.isEmpty }) else {
        throw PositionError(file, .file, .noHeader)
      }
      var columns: [String] = []
      for cell in header {
        guard !columns.contains(cell.text) else { throw reader.error(.duplicateColumn(cell.text), at: cell) }
        columns.append(cell.text)
      }
      var rows: [Row] = []
      while let row = try reader.row() {
        guard row.count == columns.count else {
          let isEmpty = row.count == 1 && row[0].text.isEmpty
          throw reader.error(isEmpty ? .emptyLine : .cellCount(wanted: columns.count, found: row.count), at: row[0])
        }
        rows.append(Row(place: "\(file):\(row[0].line)", cells: row.map(\.text)))
      }
      self.columns = columns
      self.rows = rows
    } catch { throw .table(error) }
  }

  /// A row's cells that are not empty, but for one column's, as an object: read by the same fields as JSON.
  func object(of row: Row, without left: String) -> JSONValue {
    .object(
      JSONObject(zip(columns, row.cells).filter { $0.0 != left && !$0.1.isEmpty }.map { ($0.0, JSONValue.string($0.1)) }))
  }
}
