import ArgumentParser
import Evaluation
import ReviewStore

/// Who may do what in a group's store.
struct StoreRolesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "roles", abstract: "List who has which role in a group's store.")

  @OptionGroup var store: StoreOptions

  func run() throws {
    let members = try store.openExisting().members()
    guard !members.isEmpty else {
      return Output.note("no roles: whoever has rights on the tables may do anything")
    }
    try Output.lines(members.map { "\(PlainText.safe($0.name))\t\($0.role.rawValue)" })
  }
}

struct StoreGrantCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grant", abstract: "Give somebody a role in a group's store.",
    discussion: """
      A reader sets labels in their own name; an adjudicator decides, besides, what two readers differ
      on; an owner does everything, gives roles and takes them. The server itself keeps all to their roles,
      from the first one that is given. USER is one of the server's, and the name that --reader then has.
      """)

  @Argument(help: "A user of the server.")
  var user: String

  @Argument(help: "What they may do.")
  var role: StoreRole

  @OptionGroup var store: StoreOptions

  func run() throws {
    try store.openExisting().grant(role, to: user)
    Output.note("\(user): \(role.rawValue) from now on")
  }
}

struct StoreRevokeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "Take somebody's role in a group's store.",
    discussion: "What they decided stays.")

  @Argument(help: "A user of the server.")
  var user: String

  @OptionGroup var store: StoreOptions

  func run() throws {
    try store.openExisting().revoke(user)
    Output.note("\(user): no role from now on")
  }
}
