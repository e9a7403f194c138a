package dev.cairn.embedded.session;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs SET for variables, the character set and transaction properties. */
public final class SetStatementExecutor {
    /** The words that a server shows in upper case if they are the value of a variable. */
    private static final Set<String> VALUE_KEYWORDS = Set.of("ON", "ALL", "TRUE", "FALSE", "NULL");

    private final ServerSession session;
    private final Function<Expression, Constant> constantEvaluator;

    /**
     * Creates an executor for a session.
     *
     * @param constantEvaluator evaluates an expression that does not depend on rows
     */
    public SetStatementExecutor(ServerSession session, Function<Expression, Constant> constantEvaluator) {
        this.session = session;
        this.constantEvaluator = constantEvaluator;
    }

    /**
     * Runs a SET statement. All assignments are analyzed before the first one is executed. If the execution of an
     * assignment is refused, the system variables that the statement has set before keep their new values, but all user
     * variables keep their old values.
     *
     * @throws Refusal if a variable does not exist, or does not accept the value
     */
    public void run(String statement) {
        TokenReader tokens = new TokenReader(statement);
        tokens.expect("SET");
        List<Assignment> assignments = tokens.readCommaList(() -> readAssignment(tokens));
        tokens.expectEnd();
        List<Runnable> actions = assignments.stream().map(Assignment::analyze).toList();
        Runnable userVariableRestoreAction = session.userVariables().createRestoreAction();
        try {
            actions.forEach(Runnable::run);
        } catch (Refusal refusal) {
            userVariableRestoreAction.run();
            throw refusal;
        }
    }

    /** One of the assignments of a statement. */
    private interface Assignment {
        /** An assignment without an effect. */
        Assignment NONE = () -> () -> {};

        /**
         * Validates the assignment, and returns the action that executes it.
         *
         * @throws Refusal if the analysis refuses the assignment; the action may be refused, too
         */
        Runnable analyze();
    }

    private Assignment readAssignment(TokenReader tokens) {
        if (tokens.accept("NAMES")) {
            Assignment assignment = readCharacterSetAssignment(tokens);
            if (tokens.accept("COLLATE")) {
                tokens.readNameOrText();
            }
            return assignment;
        }
        if (tokens.accept("CHARSET") || tokens.accept("CHAR", "SET")) {
            return readCharacterSetAssignment(tokens);
        }
        if (tokens.accept("CHARACTER", "SET")) {
            tokens.readNameOrText(); // a frontend ignores the name after these words
            return Assignment.NONE;
        }
        if (acceptTransactionKeywords(tokens)) {
            readTransactionCharacteristic(tokens);
            if (tokens.isAt(",", "READ") || tokens.isAt(",", "ISOLATION")) {
                tokens.expect(",");
                readTransactionCharacteristic(tokens);
            }
            return Assignment.NONE;
        }
        if (tokens.accept("@") && !tokens.accept("@")) {
            String variableName = tokens.readNameOrText();
            tokens.expect("=");
            Expression expression = Sql.parseExpression(tokens.readTextUntilComma());
            return () -> {
                UserVariableCheck.requireValidName(variableName);
                return () -> session.userVariables().set(variableName, evaluateUserVariable(expression));
            };
        }
        return readSystemVariableAssignment(tokens);
    }

    /** Evaluates the value of a user variable. As on servers, the variable keeps a JSON document as a text. */
    private Constant evaluateUserVariable(Expression expression) {
        Constant value = constantEvaluator.apply(expression);
        UserVariableCheck.requireSupportedValue(expression, value);
        boolean isDocument = value.text() != null && PrimitiveType.of(value.type()) == PrimitiveType.JSON;
        return isDocument ? new Constant(value.text(), TypeConstants.VARCHAR) : value;
    }

    /** Reads the name of a character set, which has to be UTF-8: a server uses it for every client. */
    private static Assignment readCharacterSetAssignment(TokenReader tokens) {
        String name = tokens.readNameOrText().toLowerCase(Locale.ROOT);
        return () -> {
            requireUtf8(name);
            return Assignment.NONE.analyze();
        };
    }

    private static void requireUtf8(String name) {
        if (name.equals("gbk")) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.CHARACTER_SET_UNSUPPORTED, name);
        }
        if (!name.isEmpty() && !name.startsWith("utf8") && !name.equals("default")) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.UNKNOWN_CHARACTER_SET, name);
        }
    }

    /** Skips the keywords that begin transaction properties, if they come next, and returns whether they did. */
    private static boolean acceptTransactionKeywords(TokenReader tokens) {
        return tokens.accept("TRANSACTION")
                || tokens.accept("SESSION", "TRANSACTION")
                || tokens.accept("LOCAL", "TRANSACTION")
                || tokens.accept("GLOBAL", "TRANSACTION");
    }

    /** Reads an access mode or an isolation level, which a frontend ignores. */
    private static void readTransactionCharacteristic(TokenReader tokens) {
        if (tokens.accept("ISOLATION")) {
            tokens.expect("LEVEL");
            boolean isLevel = tokens.accept("SERIALIZABLE")
                    || tokens.accept("REPEATABLE", "READ")
                    || tokens.accept("READ", "COMMITTED");
            if (!isLevel) {
                tokens.expect("READ", "UNCOMMITTED");
            }
        } else if (!tokens.accept("READ", "ONLY")) {
            tokens.expect("READ", "WRITE");
        }
    }

    private Assignment readSystemVariableAssignment(TokenReader tokens) {
        boolean isGlobal = tokens.isAt("GLOBAL");
        if (isGlobal || tokens.isAt("SESSION") || tokens.isAt("LOCAL") || tokens.isAt("VERBOSE")) {
            tokens.readKeyword();
            tokens.accept(".");
        }
        String variableName = tokens.readName();
        tokens.expect("=");
        Supplier<@Nullable String> value =
                parseValue(tokens.readTextUntilComma().strip());
        return () -> session.variables().analyzeAssignment(variableName, isGlobal, value.get());
    }

    /**
     * Parses a value, and returns a supplier of the text to which it evaluates; null stands for DEFAULT. The text of an
     * unquoted word is the word, in upper case if it is a keyword.
     */
    private Supplier<@Nullable String> parseValue(String valueText) {
        String upperCaseText = valueText.toUpperCase(Locale.ROOT);
        if (upperCaseText.equals("DEFAULT")) {
            return () -> null;
        }
        if (VALUE_KEYWORDS.contains(upperCaseText)) {
            return () -> upperCaseText;
        }
        if (valueText.matches("[A-Za-z_]\\w*")) {
            return () -> valueText;
        }
        Expression expression = Sql.parseExpression(valueText);
        return () -> toText(constantEvaluator.apply(expression));
    }

    private static String toText(Constant constant) {
        String text = constant.text();
        if (text == null) {
            return "NULL";
        }
        return constant.type().equals(TypeConstants.BOOLEAN) ? text.equals("1") ? "TRUE" : "FALSE" : text;
    }
}
