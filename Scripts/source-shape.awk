# Reads Swift files as Sources/TARGET/FOLDER/FILE.swift and prints, tab-separated, what is wrong with
# their shape: "long", a function of more than `longest` lines; "default", a switch over commands
# that hides cases; "circle", folders of one target that need each other; "format", the use of a type
# of one file format. Comments and strings are blanked; what belongs together is told by names of
# top-level types alone, so that a name which two types of one target share, nested ones too, is passed over.

FNR == 1 { beginFile() }
{ scan(blank($0)) }
END { reportCircles() }

function beginFile(  parts, count) {
  count = split(FILENAME, parts, "/")
  target = parts[2]
  folder[FILENAME] = count < 4 ? "(root)" : parts[3]
  owner[FILENAME] = target
  comment = 0; quote = ""; interpolation = 0
  depth = 0; parens = 0; pending = ""
}

# A line without its comments and its strings' text, which may go on over lines.
function blank(line,  kept, at, found) {
  kept = ""
  while (line != "") {
    if (comment > 0) { line = afterComment(line); continue }
    if (quote != "") { line = afterString(line); continue }
    if (!match(line, /\/\/|\/\*|#*"("")?/)) return kept line
    found = substr(line, RSTART, RLENGTH)
    kept = kept substr(line, 1, RSTART - 1) " "
    line = substr(line, RSTART + RLENGTH)
    if (found == "//") return kept
    if (found == "/*") { comment = 1; continue }
    at = index(found, "\"")
    quote = substr(found, at) substr(found, 1, at - 1)
  }
  if (comment == 0 && length(quote) == 1) quote = ""
  return kept
}

function afterComment(line) {
  if (!match(line, /\/\*|\*\//)) return ""
  comment += substr(line, RSTART, 2) == "/*" ? 1 : -1
  return substr(line, RSTART + 2)
}

# What follows a string's end; of a string of one line, also behind interpolated values with strings
# of their own.
function afterString(line,  place, char, open, nested) {
  if (length(quote) > 1) {
    place = index(line, quote)
    if (place == 0) {
      if (substr(quote, 1, 3) != "\"\"\"") quote = ""
      return ""
    }
    place += length(quote)
    quote = ""
    return substr(line, place)
  }
  open = 0; nested = 0
  for (place = 1; place <= length(line); place++) {
    char = substr(line, place, 1)
    if (char == "\\") {
      if (substr(line, place + 1, 1) == "(" && open == 0) open = 1
      place++
    } else if (open > 0) {
      if (char == "\"") nested = !nested
      else if (char == "(" && !nested) open++
      else if (char == ")" && !nested) open--
    } else if (char == "\"") {
      quote = ""
      return substr(line, place + 1)
    }
  }
  quote = ""
  return ""
}

# Follows braces, notes types, and collects the names that a file uses.
function scan(code,  rest, token, before, words, count, i) {
  if (code ~ /^ *(public |package )?import /) return
  noteType(code)
  count = split(code, words, /[^A-Za-z0-9_]+/)
  for (i = 1; i <= count; i++) if (words[i] ~ /^[A-Z]/) note(words[i])
  rest = code
  while (match(rest, /[][{}()]|[A-Za-z_][A-Za-z0-9_]*/)) {
    token = substr(rest, RSTART, RLENGTH)
    before = RSTART > 1 ? substr(rest, RSTART - 1, 1) : " "
    rest = substr(rest, RSTART + RLENGTH)
    take(token, before, rest)
  }
}

function noteType(code,  name) {
  if (!match(code, /(struct|class|enum|actor|protocol|typealias) +[A-Z][A-Za-z0-9_]*/)) return
  if (depth == 0 && code ~ /(private|fileprivate) /) return
  name = substr(code, RSTART, RLENGTH)
  sub(/^[a-z]+ +/, "", name)
  declarations[target, name]++
  if (depth == 0) home[target, name] = FILENAME
}

function note(name) {
  if ((FILENAME, name) in used) return
  used[FILENAME, name] = 1
  uses[++useCount] = FILENAME SUBSEP name
  if (name ~ /^(WFDB|EDF)[A-Z]/) print "format\t" target "\t" FILENAME "\t" FNR "\t" name
}

function take(token, before, rest) {
  if (token == "(" || token == "[") parens++
  else if (token == ")" || token == "]") parens--
  else if (token == "{") open()
  else if (token == "}") close_()
  else if (before == "." || before == "`") return
  else if (token == "func" || token == "init" || token == "subscript" || token == "deinit") {
    match(rest, /^ *[^ (<{]*/)
    declare(token substr(rest, RSTART, RLENGTH))
  } else if (token == "var" && rest ~ /^ +[A-Za-z0-9_]+ *:[^=]*[{]/) {
    match(rest, /^ +[A-Za-z0-9_]+/)
    declare("var" substr(rest, RSTART, RLENGTH))
  } else if (token == "switch") {
    pending = "switch"; pendingParens = parens; overCommands = rest ~ /[cC]ommand/
  } else if (token == "default" && kind[depth] == "commands" && rest ~ /^ *:/) {
    print "default\t" target "\t" FILENAME "\t" FNR "\t" "a switch over commands"
  }
}

function declare(name) { pending = name; pendingLine = FNR; pendingParens = parens }

function open() {
  depth++
  kind[depth] = ""
  if (pending == "" || parens != pendingParens) return
  if (pending == "switch") kind[depth] = overCommands ? "commands" : ""
  else { kind[depth] = "function"; name[depth] = pending; line[depth] = pendingLine }
  pending = ""
}

function close_(  length_) {
  if (kind[depth] == "function") {
    length_ = FNR - line[depth] + 1
    if (length_ > longest)
      print "long\t" target "\t" FILENAME "\t" line[depth] "\t" name[depth] ", " length_ " lines"
  }
  pending = ""
  depth--
}

# Folders that reach each other, with the types that lead from one to the next.
function reportCircles(  i, parts, file, type, there, from, to, key, t) {
  for (i = 1; i <= useCount; i++) {
    split(uses[i], parts, SUBSEP)
    file = parts[1]; type = parts[2]; t = owner[file]
    if (declarations[t, type] != 1 || !((t, type) in home)) continue
    there = home[t, type]
    from = folder[file]; to = folder[there]
    if (from == to) continue
    key = t SUBSEP from SUBSEP to
    if (!(key in why)) { edges[++edgeCount] = key; places[t, from] = places[t, to] = 1 }
    if (!((key, type) in told)) { told[key, type] = 1; why[key] = why[key] " " type }
    reach[key] = 1
  }
  closeReach()
  for (i = 1; i <= edgeCount; i++) {
    split(edges[i], parts, SUBSEP)
    if (reach[parts[1], parts[3], parts[2]])
      print "circle\t" parts[1] "\tSources/" parts[1] "\t0\t" parts[2] " -> " parts[3] ":" why[edges[i]]
  }
}

function closeReach(  again, i, j, a, b) {
  do {
    again = 0
    for (i in reach) {
      split(i, a, SUBSEP)
      for (j = 1; j <= edgeCount; j++) {
        split(edges[j], b, SUBSEP)
        if (b[1] == a[1] && b[2] == a[3] && !((a[1], a[2], b[3]) in reach)) {
          reach[a[1], a[2], b[3]] = 1
          again = 1
        }
      }
    }
  } while (again)
}
