package dev.cairn.migration;

import dev.cairn.migration.ChainProblem.ChainLocation;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.LeadingComments;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.RedactedSql;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.SyntaxProblem;
import dev.cairn.sql.token.TokenKind;
import dev.cairn.sql.token.Tokens;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Parses one statement as a migration records it, and reports what its text shows without a catalog: errors in its
 * syntax and in its markers, placeholders that nothing replaces, secrets, and updates of all rows.
 */
final class RecordedStatementParser {
    private final String text;
    private final ChainLocation location;
    private final ChainFindings findings;

    /** @param location the location of the whole statement */
    RecordedStatementParser(String text, ChainLocation location, ChainFindings findings) {
        this.text = text;
        this.location = location;
        this.findings = findings;
    }

    /** Returns the statement; empty if it has a syntax error. */
    Optional<MigrationAction> parse() {
        if (!JavaConstantSize.isWithinLimit(text)) {
            findings.addProblem(new ChainProblem(ChainRule.STATEMENT_TOO_LONG, location));
        }
        boolean isActionParsed = false;
        try {
            MigrationAction action = MigrationAction.parse(text);
            isActionParsed = true;
            checkServerMarkers(action);
            if (action.statement() instanceof Statement.OpaqueStatement opaqueStatement) {
                checkOpaqueText(opaqueStatement);
            }
            warnOfSecretProperty(action.statement());
            if (action.statement() instanceof Statement.OpaqueStatement opaqueStatement
                    && opaqueStatement.changesRows()
                    && !action.isUnread()) {
                warnOfUnconditionalUpdate(Sql.parseDml(opaqueStatement));
            }
            return Optional.of(action);
        } catch (SqlSyntaxException syntaxError) {
            reportSyntaxError(syntaxError, isActionParsed);
            return Optional.empty();
        }
    }

    /** @param isActionParsed whether only the details of a statement that changes rows can't be parsed */
    private void reportSyntaxError(SqlSyntaxException syntaxError, boolean isActionParsed) {
        SyntaxProblem syntaxProblem = SyntaxProblem.of(syntaxError, text);
        boolean isForeignSyntax = !syntaxProblem.problem().equals(syntaxError.problem());
        String message = !isForeignSyntax && (isActionParsed || MigrationAction.isParsableAsUnread(text))
                ? syntaxProblem.problem() + " (if only a newer server supports it, write -- unread in the line above)"
                : syntaxProblem.problem();
        findings.addProblem(new ChainProblem(
                ChainRule.SYNTAX_ERROR, location.withSpan(syntaxError.span()), syntaxProblem.remedy(), message));
    }

    /** Reports invalid lines {@code -- on:}: if a line had no effect, its statement would run on all servers. */
    private void checkServerMarkers(MigrationAction action) {
        long markerLineCount = text.strip()
                .lines()
                .takeWhile(LeadingComments::isBlankOrComment)
                .filter(Marker.ForServers::isMarkerLike)
                .count();
        List<Marker.ForServers> serverMarkers = action.markers().stream()
                .filter(Marker.ForServers.class::isInstance)
                .map(Marker.ForServers.class::cast)
                .toList();
        if (markerLineCount != serverMarkers.size()) {
            findings.addProblem(new ChainProblem(ChainRule.SERVERS_WITHOUT_EFFECT, location));
        } else if (serverMarkers.size() > 1) {
            findings.addProblem(new ChainProblem(ChainRule.SERVERS_REPEATED, location));
        } else if (serverMarkers.size() == 1) {
            try {
                serverMarkers.get(0).condition();
            } catch (IllegalArgumentException failure) {
                findings.addProblem(
                        new ChainProblem(ChainRule.SERVERS_UNKNOWN, location, String.valueOf(failure.getMessage())));
            }
        }
    }

    /** Warns of a secret; a statement that Cairn does not read, or keeps as text, can't have a placeholder for it. */
    private void warnOfSecretProperty(@Nullable Statement statement) {
        RedactedSql.of(text)
                .findSecretProperty()
                .ifPresent(property -> findings.addWarning(new ChainProblem(
                        statement == null || statement instanceof Statement.OpaqueStatement
                                ? ChainRule.SECRET_IN_OPAQUE_STATEMENT
                                : ChainRule.SECRET_IN_SOURCE,
                        location.withSpan(property.valueSpan()),
                        property.name())));
    }

    /** Checks a statement that Cairn keeps as text: the server receives its passwords and placeholders unchanged. */
    private void checkOpaqueText(Statement.OpaqueStatement opaqueStatement) {
        Optional<Span> passwordSpan = RedactedSql.of(text).findUserPasswordSpan();
        Optional<Span> placeholderSpan = Placeholder.isContainedIn(text)
                ? findUnresolvedPlaceholder(Lexer.tokenize(text), passwordSpan)
                : Optional.empty();
        if (placeholderSpan.isPresent()) {
            Span span = placeholderSpan.get();
            boolean isAboutUser = opaqueStatement.keywords().contains("USER")
                    || opaqueStatement.keywords().contains("PASSWORD");
            findings.addProblem(new ChainProblem(
                    isAboutUser ? ChainRule.UNRESOLVED_PLACEHOLDER_OF_USER : ChainRule.UNRESOLVED_PLACEHOLDER,
                    location.withSpan(span),
                    span.textIn(text)));
            return;
        }
        passwordSpan.ifPresent(span -> findings.addWarning(new ChainProblem(
                ChainRule.PASSWORD_IN_SOURCE,
                location.withSpan(span),
                opaqueStatement.keywords().stream().limit(2).collect(Collectors.joining(" ")))));
    }

    private void warnOfUnconditionalUpdate(DmlStatement dmlStatement) {
        if (dmlStatement instanceof DmlStatement.Update update && update.where() == null) {
            findings.addWarning(new ChainProblem(
                    ChainRule.EVERY_ROW_CHANGED,
                    location.withSpan(update.target().span()),
                    update.target().toString()));
        }
    }

    /**
     * Returns the first placeholder, which may be a separate token, the value of a property, or the password of a user;
     * empty if the text does not contain a placeholder.
     */
    private static Optional<Span> findUnresolvedPlaceholder(Tokens tokens, Optional<Span> passwordSpan) {
        for (int i = 0; i < tokens.count(); i++) {
            boolean isPlaceholderValue = i > 1
                    && tokens.kind(i) == TokenKind.TEXT
                    && Placeholder.isPlaceholder(tokens.stringValue(i))
                    && ((tokens.kind(i - 1) == TokenKind.EQUAL && tokens.kind(i - 2) == TokenKind.TEXT)
                            || (passwordSpan.isPresent() && passwordSpan.get().offset() == tokens.start(i)));
            if (isPlaceholderValue || tokens.kind(i) == TokenKind.PLACEHOLDER) {
                return Optional.of(tokens.span(i));
            }
        }
        return Optional.empty();
    }
}
