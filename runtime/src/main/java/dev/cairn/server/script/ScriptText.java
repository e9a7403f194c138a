package dev.cairn.server.script;

/** How lines of scripts begin that programs read. */
final class ScriptText {
    /** Code of a migration, which no script has. */
    static final String CODE = "-- code: that of the migration, ";

    private ScriptText() {}
}
