package dev.cairn.tooling.lint.source;

import dev.cairn.sql.ScriptStatement;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.LeadingComments;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.tooling.definition.ScriptText;
import dev.cairn.tooling.lint.LintFinding;
import dev.cairn.tooling.lint.LintSubject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements of an SQL file, each with the comments directly above it, and their locations. */
public final class ScriptStatements {
    private final Path file;
    private final String text;
    private final List<Integer> startOffsets = new ArrayList<>();
    private final List<String> statements = new ArrayList<>();

    private ScriptStatements(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * Reads a file.
     *
     * @throws SqlSyntaxException if a statement can't be parsed
     * @throws java.io.UncheckedIOException if the file can't be read
     */
    public static ScriptStatements read(Path file) {
        ScriptStatements script = new ScriptStatements(file, ScriptText.readText(file));
        int previousEnd = 0;
        for (ScriptStatement scriptStatement : Sql.parseScriptStatements(script.text)) {
            SqlSyntaxException syntaxError = scriptStatement.syntaxError();
            if (syntaxError != null) {
                throw syntaxError;
            }
            int statementStart = scriptStatement.span().offset();
            int start = script.findStartWithComments(previousEnd, statementStart);
            previousEnd = statementStart + scriptStatement.span().length();
            script.startOffsets.add(start);
            script.statements.add(script.text.substring(start, previousEnd));
        }
        return script;
    }

    /** Returns the offset of the first of the lines with comments that end directly above a statement. */
    private int findStartWithComments(int minOffset, int statementStart) {
        int start = statementStart;
        int lineEnd = text.lastIndexOf('\n', statementStart - 1);
        while (lineEnd >= minOffset && text.substring(lineEnd + 1, start).isBlank()) {
            int lineStart = text.lastIndexOf('\n', lineEnd - 1) + 1;
            if (lineStart < minOffset
                    || !text.substring(lineStart, lineEnd).stripLeading().startsWith("--")) {
                break;
            }
            start = lineStart;
            lineEnd = lineStart - 1;
        }
        return start;
    }

    /** Returns the name of the file, as findings show it. */
    public String name() {
        return String.valueOf(file.getFileName());
    }

    public List<String> statements() {
        return List.copyOf(statements);
    }

    /** Returns the location of a finding about a statement of this file. */
    public Optional<SourceLocation> findLocation(LintFinding finding) {
        if (!(finding.subject() instanceof LintSubject.MigrationStatement migrationStatement)
                || !migrationStatement.migrationName().equals(name())) {
            return Optional.empty();
        }
        return Optional.of(locate(migrationStatement.number(), finding.span()));
    }

    /**
     * Returns the location of a part of a statement; {@link Span#NONE} stands for the whole statement, without the
     * comments above it.
     *
     * @param statementNumber the number of the statement, from 1
     */
    public SourceLocation locate(int statementNumber, Span span) {
        int start = startOffsets.get(statementNumber - 1);
        String sql = statements.get(statementNumber - 1);
        boolean coversWholeStatement = span.line() == 0;
        int startOffset = start + (coversWholeStatement ? LeadingComments.findStatementStart(sql) : span.offset());
        return SourceLocation.of(
                file, text, startOffset, coversWholeStatement ? start + sql.length() : startOffset + span.length());
    }
}
