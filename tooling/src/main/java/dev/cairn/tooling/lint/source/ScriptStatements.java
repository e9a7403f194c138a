package dev.cairn.tooling.lint.source;

import dev.cairn.sql.ScriptStatement;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.tooling.definition.ScriptText;
import dev.cairn.tooling.lint.LintFinding;
import dev.cairn.tooling.lint.LintSubject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements of an SQL file, each with the comments directly above it, and their places. */
public final class ScriptStatements {
    private final Path file;
    private final String text;
    private final List<Integer> starts = new ArrayList<>();
    private final List<String> statements = new ArrayList<>();

    private ScriptStatements(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * Reads a file.
     *
     * @throws SqlSyntaxException if a statement can't be parsed
     */
    public static ScriptStatements of(Path file) {
        ScriptStatements script = new ScriptStatements(file, ScriptText.readText(file));
        int end = 0;
        for (ScriptStatement part : Sql.parseScriptStatements(script.text)) {
            SqlSyntaxException problem = part.problem();
            if (problem != null) {
                throw problem;
            }
            int first = part.span().offset();
            int start = script.withComments(end, first);
            end = first + part.span().length();
            script.starts.add(start);
            script.statements.add(script.text.substring(start, end));
        }
        return script;
    }

    /** Returns the offset of the first of the lines with comments that end directly above a statement. */
    private int withComments(int from, int statement) {
        int start = statement;
        int lineEnd = text.lastIndexOf('\n', statement - 1);
        while (lineEnd >= from && text.substring(lineEnd + 1, start).isBlank()) {
            int line = text.lastIndexOf('\n', lineEnd - 1) + 1;
            if (line < from || !text.substring(line, lineEnd).stripLeading().startsWith("--")) {
                break;
            }
            start = line;
            lineEnd = line - 1;
        }
        return start;
    }

    /** The name of the file, as findings show it. */
    public String name() {
        return String.valueOf(file.getFileName());
    }

    public List<String> statements() {
        return List.copyOf(statements);
    }

    /** Returns the place of a finding about a statement of this file. */
    public Optional<SourceLocation> location(LintFinding finding) {
        if (!(finding.subject() instanceof LintSubject.MigrationStatement statement)
                || !statement.migration().equals(name())) {
            return Optional.empty();
        }
        return Optional.of(location(statement.number(), finding.span()));
    }

    /** Returns the place of a part of a statement. */
    public SourceLocation location(int number, Span span) {
        int start = starts.get(number - 1);
        String sql = statements.get(number - 1);
        boolean whole = span.line() == 0;
        int from = start + (whole ? LintSubject.MigrationStatement.offsetAfterComments(sql) : span.offset());
        return SourceLocation.of(file, text, from, whole ? start + sql.length() : from + span.length());
    }
}
