package dev.cairn.embedded.session;

import dev.cairn.embedded.token.TokenReader;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs SET for variables, the character set and transaction properties. */
public final class SetStatementExecutor {
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
     * Runs a SET statement. If an assignment is refused, the assignments before it remain in effect.
     *
     * @throws dev.cairn.refusal.Refusal if a variable does not exist, or does not accept the value
     */
    public void run(String statement) {
        TokenReader tokens = new TokenReader(statement);
        tokens.expect("SET");
        tokens.readCommaList(() -> {
            runAssignment(tokens);
            return tokens;
        });
        tokens.expectEnd();
    }

    private void runAssignment(TokenReader tokens) {
        if (tokens.accept("NAMES")
                || tokens.accept("CHARSET")
                || tokens.accept("CHAR", "SET")
                || tokens.accept("CHARACTER", "SET")) {
            tokens.readTextUntilComma(); // the server uses UTF-8 for every client
            return;
        }
        if (acceptTransactionKeywords(tokens)) {
            tokens.readTextUntilComma(); // a frontend ignores isolation levels
            while (tokens.accept(",")) {
                tokens.readTextUntilComma();
            }
            return;
        }
        if (tokens.accept("@") && !tokens.accept("@")) {
            String name = tokens.readNameOrText();
            tokens.accept(":");
            tokens.expect("=");
            session.userVariables()
                    .set(name, constantEvaluator.apply(Sql.parseExpression(tokens.readTextUntilComma())));
            return;
        }
        setSystemVariable(tokens);
    }

    /** Skips the keywords that begin transaction properties, if they come next, and returns whether they did. */
    private static boolean acceptTransactionKeywords(TokenReader tokens) {
        return tokens.accept("TRANSACTION")
                || tokens.accept("SESSION", "TRANSACTION")
                || tokens.accept("LOCAL", "TRANSACTION")
                || tokens.accept("GLOBAL", "TRANSACTION");
    }

    private void setSystemVariable(TokenReader tokens) {
        boolean isGlobal = tokens.isAt("GLOBAL");
        if (isGlobal || tokens.isAt("SESSION") || tokens.isAt("LOCAL") || tokens.isAt("VERBOSE")) {
            tokens.readKeyword();
            tokens.accept(".");
        }
        String name = tokens.readNameOrText();
        tokens.accept(":");
        tokens.expect("=");
        session.variables().set(name, isGlobal, evaluateValue(tokens.readTextUntilComma()));
    }

    /**
     * Evaluates a value; null stands for DEFAULT. An unquoted word, such as ON, stands for itself; anything else that
     * is not an expression stands for its own text in lower case.
     */
    private @Nullable String evaluateValue(String valueText) {
        String strippedText = valueText.strip();
        if (strippedText.equalsIgnoreCase("DEFAULT")) {
            return null;
        }
        if (strippedText.matches("[A-Za-z_]\\w*") && !strippedText.equalsIgnoreCase("NULL")) {
            return strippedText;
        }
        try {
            return Objects.requireNonNullElse(
                    constantEvaluator.apply(Sql.parseExpression(strippedText)).text(), "");
        } catch (SqlSyntaxException ignored) {
            return strippedText.toLowerCase(Locale.ROOT);
        }
    }
}
