package dev.cairn.internal.run.preparation;

import dev.cairn.catalog.Database;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.CreateTableStatement;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.Lexer;
import dev.cairn.sql.token.TokenKind;
import dev.cairn.sql.token.Tokens;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A statement that changes only the session of its connection, such as {@code SET @x = 1}, {@code PREPARE}, or an
 * INSERT into a temporary table. Its effect ends with the connection, so the ledger does not record it: each run sends
 * it, and sends it again over a connection that replaces a lost one.
 *
 * @param step the step of the statement
 * @param isReproducible whether the statement has the same effect whenever it is sent; otherwise, it depends on rows,
 *     or on a function such as {@code now}
 */
public record SessionStatement(StatementStep step, boolean isReproducible) {
    /** The first words, after SET, of the settings that outlast the session. */
    private static final Set<String> PERMANENT_SETTINGS = Set.of("GLOBAL", "PASSWORD", "PROPERTY", "DEFAULT");

    private static final Set<String> QUERY_KEYWORDS = Set.of("SELECT", "FROM");

    /** How the functions without parentheses begin; the values of all of them depend on the time or on the session. */
    private static final Set<String> BARE_FUNCTION_PREFIXES = Set.of("CURRENT_", "LOCALTIME");

    /** Returns the statement of a step if it changes only the session; empty for any other step. */
    public static Optional<SessionStatement> find(RunStep step) {
        if (!(step instanceof StatementStep statementStep)) {
            return Optional.empty();
        }
        if (changesTemporaryTable(statementStep)) {
            return Optional.of(new SessionStatement(statementStep, isReproducibleChange(statementStep)));
        }
        if (!(statementStep.requireStatement() instanceof Statement.OpaqueStatement opaqueStatement)
                || opaqueStatement.changesRows()) {
            return Optional.empty();
        }
        Tokens tokens = Lexer.tokenize(opaqueStatement.text());
        return changesSession(tokens)
                ? Optional.of(
                        new SessionStatement(statementStep, !isWord(tokens, 0, "SET") || hasFixedValues(tokens, 1)))
                : Optional.empty();
    }

    /**
     * Returns the name of the catalog that the statement selects with {@code USE 'catalog lake'} or
     * {@code SET CATALOG}; empty for any other statement. A USE of a database is parsed, so it is not opaque.
     */
    public Optional<String> findSelectedCatalog() {
        if (!(step.requireStatement() instanceof Statement.OpaqueStatement opaqueStatement)) {
            return Optional.empty();
        }
        Tokens tokens = Lexer.tokenize(opaqueStatement.text());
        if (isWord(tokens, 0, "USE")) {
            return Optional.of(unquote(tokens, 1).replaceFirst("(?i)^catalog\\s+", ""));
        }
        return isWord(tokens, 0, "SET") && isWord(tokens, 1, "CATALOG")
                ? Optional.of(unquote(tokens, 2))
                : Optional.empty();
    }

    private static String unquote(Tokens tokens, int index) {
        return tokens.text(index).replaceAll("^[`'\"]|[`'\"]$", "");
    }

    private static boolean changesTemporaryTable(StatementStep step) {
        Statement statement = step.requireStatement();
        if (statement instanceof CreateTableStatement create
                && create.lifetime() == Statement.TableLifetime.TEMPORARY) {
            return true;
        }
        if (statement instanceof Statement.DropTable drop && drop.isTemporary()) {
            return true;
        }
        return statement
                .changedObject()
                .map(name -> ObjectName.resolve(name, step.session()))
                .filter(name -> step.catalogBefore()
                        .findDatabase(name.database())
                        .map(Database::temporaryTables)
                        .filter(tables -> tables.contains(name.name()))
                        .isPresent())
                .isPresent();
    }

    private static boolean isReproducibleChange(StatementStep step) {
        if (!(step.requireStatement() instanceof Statement.OpaqueStatement opaqueStatement)) {
            return !(step.requireStatement() instanceof Statement.CreateTableAsSelect);
        }
        Tokens tokens = Lexer.tokenize(opaqueStatement.text());
        for (int index = 0; index < tokens.count(); index++) {
            if (isWord(tokens, index, "VALUES")) {
                return isWord(tokens, 0, "INSERT") && hasFixedValues(tokens, index + 1);
            }
        }
        return false;
    }

    private static boolean changesSession(Tokens tokens) {
        return switch (upperCaseWord(tokens, 0)) {
            case "SET" -> hasSessionSetting(tokens);
            case "PREPARE", "DEALLOCATE", "USE" -> true;
            case "DROP" -> isWord(tokens, 1, "PREPARE");
            case "EXECUTE" -> isWord(tokens, 1, "AS");
            // A TransactionStep contains those that end a transaction; outside of one, they have no effect.
            case "COMMIT", "ROLLBACK" -> true;
            default -> false;
        };
    }

    /** Returns whether a SET sets more than global variables, and passwords, properties or default roles of users. */
    private static boolean hasSessionSetting(Tokens tokens) {
        if (isWord(tokens, 2, "AS")) {
            return false; // SET v AS DEFAULT STORAGE VOLUME
        }
        int depth = 0;
        for (int index = 0; index < tokens.count() - 1; index++) {
            depth += tokens.kind(index) == TokenKind.LEFT_PARENTHESIS ? 1 : 0;
            depth -= tokens.kind(index) == TokenKind.RIGHT_PARENTHESIS ? 1 : 0;
            boolean isBeforeSetting = index == 0 || (depth == 0 && tokens.kind(index) == TokenKind.COMMA);
            if (isBeforeSetting
                    && !PERMANENT_SETTINGS.contains(upperCaseWord(tokens, skipAtSigns(tokens, index + 1)))) {
                return true;
            }
        }
        return false;
    }

    private static int skipAtSigns(Tokens tokens, int index) {
        boolean isSystemVariable = tokens.kind(index) == TokenKind.AT && tokens.kind(index + 1) == TokenKind.AT;
        return isSystemVariable ? index + 2 : index;
    }

    /** Returns whether the tokens from an index on contain no query and no call of a function. */
    private static boolean hasFixedValues(Tokens tokens, int firstIndex) {
        for (int index = firstIndex; index < tokens.count() - 1; index++) {
            String word = upperCaseWord(tokens, index);
            boolean isCall = !word.isEmpty() && tokens.kind(index + 1) == TokenKind.LEFT_PARENTHESIS;
            if (isCall
                    || QUERY_KEYWORDS.contains(word)
                    || BARE_FUNCTION_PREFIXES.stream().anyMatch(word::startsWith)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWord(Tokens tokens, int index, String word) {
        return index < tokens.count() && upperCaseWord(tokens, index).equals(word);
    }

    /** Returns the upper-case word at an index; empty if the token is not a word. */
    private static String upperCaseWord(Tokens tokens, int index) {
        boolean isWord = tokens.keyword(index) != null || tokens.kind(index) == TokenKind.WORD;
        return isWord ? tokens.text(index).toUpperCase(Locale.ROOT) : "";
    }
}
