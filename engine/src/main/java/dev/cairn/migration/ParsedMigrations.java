package dev.cairn.migration;

import dev.cairn.migration.ChainProblem.Attribute;
import dev.cairn.migration.ChainProblem.ChainLocation;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.profile.ServerProfile;
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
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The statements of migrations, each parsed once. A migration with a problem, such as a syntax error, has no parsed
 * statements, so later checks need not handle syntax errors.
 */
final class ParsedMigrations {
    /** The statements of each migration, by identity; empty for a migration with a problem. */
    private final IdentityHashMap<Migration, Optional<ParsedMigration>> parsedMigrationByMigration =
            new IdentityHashMap<>();

    private final List<ChainProblem> problems;
    private final List<ChainProblem> warnings = new ArrayList<>();

    private ParsedMigrations(List<ChainProblem> problems) {
        this.problems = problems;
    }

    /** The parsed statements of one migration. */
    record ParsedMigration(List<MigrationAction> upgrade, List<MigrationAction> downgrade) {
        /** Returns the upgrade for servers of a kind. */
        List<MigrationAction> upgradeForServer(ServerProfile profile) {
            return upgrade.stream().map(action -> action.forServer(profile)).toList();
        }

        /** Returns the downgrade for servers of a kind. */
        List<MigrationAction> downgradeForServer(ServerProfile profile) {
            return downgrade.stream().map(action -> action.forServer(profile)).toList();
        }
    }

    /** Parses the statements of the migrations, and adds their problems to the list. */
    static ParsedMigrations of(List<Migration> migrations, List<ChainProblem> problems) {
        ParsedMigrations parsedMigrations = new ParsedMigrations(problems);
        for (Migration migration : migrations) {
            int problemCount = problems.size();
            List<MigrationAction> upgrade = parsedMigrations.parse(migration, Attribute.UPGRADE, migration.upgrade());
            List<MigrationAction> downgrade =
                    parsedMigrations.parse(migration, Attribute.DOWNGRADE, migration.downgrade());
            parsedMigrations.parsedMigrationByMigration.put(
                    migration,
                    problems.size() == problemCount
                            ? Optional.of(new ParsedMigration(upgrade, downgrade))
                            : Optional.empty());
        }
        return parsedMigrations;
    }

    /** Adds a warning that was found when a statement was applied. */
    void addWarning(ChainProblem warning) {
        warnings.add(warning);
    }

    /** Returns the warnings about statements that have no problem. */
    List<ChainProblem> findWarnings(List<ChainProblem> allProblems) {
        return warnings.stream()
                .filter(warning -> allProblems.stream().noneMatch(warning::isOfSameStatement))
                .toList();
    }

    private void warnOfUnconditionalUpdate(
            Migration migration, Attribute attribute, int statementIndex, DmlStatement dmlStatement) {
        if (dmlStatement instanceof DmlStatement.Update update && update.where() == null) {
            warnings.add(new ChainProblem(
                    ChainRule.EVERY_ROW_CHANGED,
                    new ChainLocation(
                            migration.name(),
                            attribute,
                            statementIndex,
                            update.target().span()),
                    update.target().toString()));
        }
    }

    /** Returns the statements of a migration; empty if the migration has a problem. */
    Optional<ParsedMigration> find(Migration migration) {
        return parsedMigrationByMigration.getOrDefault(migration, Optional.empty());
    }

    private List<MigrationAction> parse(Migration migration, Attribute attribute, List<String> statementTexts) {
        List<MigrationAction> actions = new ArrayList<>(statementTexts.size());
        for (int i = 0; i < statementTexts.size(); i++) {
            String text = statementTexts.get(i);
            ChainLocation location = ChainLocation.of(migration, attribute, i);
            if (!JavaConstantSize.isWithinLimit(text)) {
                problems.add(new ChainProblem(ChainRule.STATEMENT_TOO_LONG, location));
            }
            boolean isActionParsed = false;
            try {
                MigrationAction action = MigrationAction.parse(text);
                isActionParsed = true;
                actions.add(action);
                checkServerMarkers(location, text, action);
                if (action.statement() instanceof Statement.OpaqueStatement opaqueStatement) {
                    checkOpaqueText(location, text, opaqueStatement);
                }
                warnOfSecretProperty(location, text, action.statement());
                if (action.statement() instanceof Statement.OpaqueStatement opaqueStatement
                        && opaqueStatement.changesRows()
                        && !action.isUnread()) {
                    warnOfUnconditionalUpdate(migration, attribute, i, Sql.parseDml(opaqueStatement));
                }
            } catch (SqlSyntaxException syntaxError) {
                SyntaxProblem syntaxProblem = SyntaxProblem.of(syntaxError, text);
                boolean isForeignSyntax = !syntaxProblem.problem().equals(syntaxError.problem());
                String message = !isForeignSyntax && (isActionParsed || MigrationAction.isParsableAsUnread(text))
                        ? syntaxProblem.problem()
                                + " (if only a newer server supports it, write -- unread in the line above)"
                        : syntaxProblem.problem();
                problems.add(new ChainProblem(
                        ChainRule.SYNTAX_ERROR,
                        new ChainLocation(migration.name(), attribute, i, syntaxError.span()),
                        syntaxProblem.remedy(),
                        message));
            }
        }
        return actions;
    }

    /** Reports invalid lines {@code -- on:}: if a line had no effect, its statement would run on all servers. */
    private void checkServerMarkers(ChainLocation location, String text, MigrationAction action) {
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
            problems.add(new ChainProblem(ChainRule.SERVERS_WITHOUT_EFFECT, location));
        } else if (serverMarkers.size() > 1) {
            problems.add(new ChainProblem(ChainRule.SERVERS_REPEATED, location));
        } else if (serverMarkers.size() == 1) {
            try {
                serverMarkers.get(0).condition();
            } catch (IllegalArgumentException failure) {
                problems.add(
                        new ChainProblem(ChainRule.SERVERS_UNKNOWN, location, String.valueOf(failure.getMessage())));
            }
        }
    }

    /** Warns of a secret; a statement that Cairn does not read, or keeps as text, can't have a placeholder for it. */
    private void warnOfSecretProperty(ChainLocation location, String text, @Nullable Statement statement) {
        RedactedSql.of(text)
                .findSecretProperty()
                .ifPresent(property -> warnings.add(new ChainProblem(
                        statement == null || statement instanceof Statement.OpaqueStatement
                                ? ChainRule.SECRET_IN_OPAQUE_STATEMENT
                                : ChainRule.SECRET_IN_SOURCE,
                        location.withSpan(property.valueSpan()),
                        property.name())));
    }

    /** Checks a statement that Cairn keeps as text: the server receives its passwords and placeholders unchanged. */
    private void checkOpaqueText(ChainLocation location, String text, Statement.OpaqueStatement opaqueStatement) {
        Optional<Span> passwordSpan = RedactedSql.of(text).findUserPasswordSpan();
        Optional<Span> placeholderSpan = Placeholder.isContainedIn(text)
                ? findUnresolvedPlaceholder(Lexer.tokenize(text), passwordSpan)
                : Optional.empty();
        if (placeholderSpan.isPresent()) {
            Span span = placeholderSpan.get();
            boolean isAboutUser = opaqueStatement.keywords().contains("USER")
                    || opaqueStatement.keywords().contains("PASSWORD");
            problems.add(new ChainProblem(
                    isAboutUser ? ChainRule.UNRESOLVED_PLACEHOLDER_OF_USER : ChainRule.UNRESOLVED_PLACEHOLDER,
                    location.withSpan(span),
                    span.textIn(text)));
            return;
        }
        passwordSpan.ifPresent(span -> warnings.add(new ChainProblem(
                ChainRule.PASSWORD_IN_SOURCE,
                location.withSpan(span),
                opaqueStatement.keywords().stream().limit(2).collect(Collectors.joining(" ")))));
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
