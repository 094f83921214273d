/// How the server itself keeps each to their role, whichever program they come with.
///
/// Made when the first role is given: until then whoever has rights on the tables may do anything.
/// The owner of the schema, and a server's administrator, are owners whatever the table says.
enum PostgresRoles {
  /// A statement each.
  static let make =
    [
      """
      CREATE TABLE IF NOT EXISTS member (
        name TEXT COLLATE "C" PRIMARY KEY,
        role TEXT NOT NULL CHECK (role IN ('reader', 'adjudicator', 'owner'))
      )
      """,
      """
      CREATE OR REPLACE FUNCTION roleOfCaller() RETURNS TEXT LANGUAGE sql STABLE
      SECURITY DEFINER SET search_path = tawara, pg_catalog AS $$
        SELECT CASE
          WHEN pg_has_role(session_user, nspowner, 'MEMBER') THEN 'owner'
          ELSE (SELECT role FROM member WHERE name = session_user)
        END FROM pg_namespace WHERE nspname = 'tawara'
      $$
      """,
      """
      CREATE OR REPLACE FUNCTION refuseCaller(reason TEXT) RETURNS VOID LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '%', reason USING ERRCODE = 'insufficient_privilege';
      END $$
      """,
      """
      CREATE OR REPLACE FUNCTION checkName(role TEXT, name TEXT) RETURNS VOID LANGUAGE plpgsql
      SET search_path = tawara, pg_catalog AS $$
      BEGIN
        IF role IS NULL THEN PERFORM refuseCaller(format('%s has no role here', session_user)); END IF;
        IF role <> 'owner' AND name <> session_user THEN
          PERFORM refuseCaller(format(
            'a change of %s in the name of %s (%s sets labels with --reader %s)',
            session_user, name, session_user, session_user));
        END IF;
      END $$
      """,
      // Who decides what two differ on works in a set that begins with both: `ann+bob`.
      """
      CREATE OR REPLACE FUNCTION checkDecider(role TEXT, source TEXT) RETURNS VOID LANGUAGE plpgsql
      SET search_path = tawara, pg_catalog AS $$
      BEGIN
        IF role = 'reader' AND source LIKE '%+%' THEN
          PERFORM refuseCaller(format('%s is a reader, and an adjudicator decides here', session_user));
        END IF;
      END $$
      """,
      """
      CREATE OR REPLACE FUNCTION checkLabels() RETURNS trigger LANGUAGE plpgsql
      SET search_path = tawara, pg_catalog AS $$
      DECLARE
        role TEXT := roleOfCaller();
      BEGIN
        PERFORM checkName(role, NEW.author);
        PERFORM checkDecider(role, (SELECT source FROM labelSet WHERE id = NEW.labelSet));
        RETURN NEW;
      END $$
      """,
      """
      CREATE OR REPLACE FUNCTION checkReader() RETURNS trigger LANGUAGE plpgsql
      SET search_path = tawara, pg_catalog AS $$
      BEGIN
        PERFORM checkName(roleOfCaller(), NEW.reader);
        RETURN NEW;
      END $$
      """,
      // Kinds of labels may be added to a set; what it is, of which record, stays.
      """
      CREATE OR REPLACE FUNCTION checkSet() RETURNS trigger LANGUAGE plpgsql
      SET search_path = tawara, pg_catalog AS $$
      DECLARE
        role TEXT := roleOfCaller();
      BEGIN
        IF role = 'owner' THEN RETURN COALESCE(NEW, OLD); END IF;
        PERFORM checkName(role, session_user);
        IF TG_OP = 'INSERT' THEN PERFORM checkDecider(role, NEW.source); END IF;
        IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND (NEW.record, NEW.name, NEW.source)
          IS DISTINCT FROM (OLD.record, OLD.name, OLD.source) THEN
          PERFORM refuseCaller(format('%s is no owner, and a set is to go or to be another', session_user));
        END IF;
        RETURN COALESCE(NEW, OLD);
      END $$
      """,
      """
      CREATE OR REPLACE TRIGGER labelTransactionByRole BEFORE INSERT ON labelTransaction
      FOR EACH ROW EXECUTE FUNCTION checkLabels()
      """,
      """
      CREATE OR REPLACE TRIGGER labelSetByRole BEFORE INSERT OR UPDATE OR DELETE ON labelSet
      FOR EACH ROW EXECUTE FUNCTION checkSet()
      """,
    ]
    + ["worklistMark", "worklistHold", "modelVersion", "modelUse"].map { table in
      """
      CREATE OR REPLACE TRIGGER \(table)ByRole BEFORE INSERT OR UPDATE ON \(table)
      FOR EACH ROW EXECUTE FUNCTION checkReader()
      """
    }

  /// What lets a user, whose name is quoted, use the tables.
  static func rights(_ user: String, _ role: StoreRole) -> [String] {
    let passedOn = role == .owner ? " WITH GRANT OPTION" : ""
    let all = "SELECT, INSERT, UPDATE, DELETE"
    return take(user) + [
      "GRANT USAGE ON SCHEMA tawara TO \(user)\(passedOn)",
      "GRANT \(all) ON ALL TABLES IN SCHEMA tawara TO \(user)\(passedOn)",
      "GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA tawara TO \(user)\(passedOn)",
    ] + (role == .owner ? [] : ["REVOKE INSERT, UPDATE, DELETE ON member FROM \(user)"])
  }

  /// What takes all of it, and what the user passed on.
  static func take(_ user: String) -> [String] {
    ["TABLES", "SEQUENCES"].map {
      "REVOKE ALL ON ALL \($0) IN SCHEMA tawara FROM \(user) CASCADE"
    } + ["REVOKE ALL ON SCHEMA tawara FROM \(user) CASCADE"]
  }
}
