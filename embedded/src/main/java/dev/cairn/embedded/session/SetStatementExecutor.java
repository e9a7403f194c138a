package dev.cairn.embedded.session;

import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
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
     * @throws Refusal if a variable does not exist, or does not accept the value
     */
    public void run(String statement) {
        TokenReader tokenReader = new TokenReader(statement);
        tokenReader.expect("SET");
        tokenReader.readCommaList(() -> {
            runAssignment(tokenReader);
            return tokenReader;
        });
        tokenReader.expectEnd();
    }

    private void runAssignment(TokenReader tokenReader) {
        if (tokenReader.accept("NAMES")) {
            requireUtf8(tokenReader);
            if (tokenReader.accept("COLLATE")) {
                tokenReader.readNameOrText();
            }
            return;
        }
        if (tokenReader.accept("CHARSET") || tokenReader.accept("CHAR", "SET")) {
            requireUtf8(tokenReader);
            return;
        }
        if (tokenReader.accept("CHARACTER", "SET")) {
            tokenReader.readNameOrText(); // a frontend ignores the name after these words
            return;
        }
        if (acceptTransactionKeywords(tokenReader)) {
            tokenReader.readTextUntilComma(); // a frontend ignores isolation levels
            while (tokenReader.accept(",")) {
                tokenReader.readTextUntilComma();
            }
            return;
        }
        if (tokenReader.accept("@") && !tokenReader.accept("@")) {
            String variableName = tokenReader.readNameOrText();
            tokenReader.expect("=");
            session.userVariables()
                    .set(variableName, constantEvaluator.apply(Sql.parseExpression(tokenReader.readTextUntilComma())));
            return;
        }
        setSystemVariable(tokenReader);
    }

    /** Reads the name of a character set, and requires that it is UTF-8, which a server uses for every client. */
    private static void requireUtf8(TokenReader tokenReader) {
        String name = tokenReader.readNameOrText().toLowerCase(Locale.ROOT);
        if (name.equals("gbk")) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.CHARACTER_SET_UNSUPPORTED, name);
        }
        if (!name.isEmpty() && !name.startsWith("utf8") && !name.equals("default")) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.UNKNOWN_CHARACTER_SET, name);
        }
    }

    /** Skips the keywords that begin transaction properties, if they come next, and returns whether they did. */
    private static boolean acceptTransactionKeywords(TokenReader tokenReader) {
        return tokenReader.accept("TRANSACTION")
                || tokenReader.accept("SESSION", "TRANSACTION")
                || tokenReader.accept("LOCAL", "TRANSACTION")
                || tokenReader.accept("GLOBAL", "TRANSACTION");
    }

    private void setSystemVariable(TokenReader tokenReader) {
        boolean isGlobal = tokenReader.isAt("GLOBAL");
        if (isGlobal || tokenReader.isAt("SESSION") || tokenReader.isAt("LOCAL") || tokenReader.isAt("VERBOSE")) {
            tokenReader.readKeyword();
            tokenReader.accept(".");
        }
        String variableName = tokenReader.readNameOrText();
        tokenReader.expect("=");
        session.variables().set(variableName, isGlobal, evaluateValue(tokenReader.readTextUntilComma()));
    }

    /**
     * Evaluates a value; null stands for DEFAULT. The value of an unquoted word, such as ON, is the word; the value of
     * anything else that is not an expression is its text in lower case.
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
