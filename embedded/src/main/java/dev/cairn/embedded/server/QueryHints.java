package dev.cairn.embedded.server;

import dev.cairn.embedded.session.Constant;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.session.SetStatementExecutor;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The hints of a statement. They set variables while the statement runs. Hints in WITH, and in the relations of a join
 * except for the first one, have no effect.
 *
 * @param hints the hints as they are written, each within {@code /*+} and the end of the comment
 */
record QueryHints(List<String> hints) {
    private static final String USER_VARIABLE_HINT = "set_user_variable";
    private static final String VARIABLE_HINT = "set_var";

    QueryHints {
        hints = List.copyOf(hints);
    }

    static QueryHints of(Query query) {
        List<String> hints = new ArrayList<>();
        collectHints(query.body(), hints);
        return new QueryHints(hints);
    }

    /** Returns the hints of a statement that writes rows, and of the queries that it reads. */
    static QueryHints of(DmlStatement dmlStatement) {
        List<String> hints = new ArrayList<>();
        if (dmlStatement instanceof DmlStatement.Insert insert) {
            hints.addAll(insert.hints());
            if (insert.rowSource() instanceof DmlStatement.RowSource.QueriedRows queriedRows) {
                collectHints(queriedRows.queryText().query().body(), hints);
            }
        } else if (dmlStatement instanceof DmlStatement.Update update) {
            hints.addAll(update.hints());
            collectHints(update.from(), hints);
        } else if (dmlStatement instanceof DmlStatement.Delete delete) {
            hints.addAll(delete.hints());
            collectHints(delete.using(), hints);
        }
        return new QueryHints(hints);
    }

    /** Returns the hints of the query that a statement gives to a view. */
    static QueryHints of(ViewStatement statement) {
        QueryText query = null;
        if (statement instanceof ViewStatement.CreateView create) {
            query = create.queryText();
        } else if (statement instanceof ViewStatement.AlterViewQuery alter) {
            query = alter.queryText();
        } else if (statement instanceof ViewStatement.CreateMaterializedView create) {
            query = create.queryText();
        }
        return query == null ? new QueryHints(List.of()) : of(query.query());
    }

    private static void collectHints(Query.Body body, List<String> hints) {
        if (body instanceof Query.NestedQuery nestedQuery) {
            collectHints(nestedQuery.query().body(), hints);
        } else if (body instanceof Query.SetOperation operation) {
            collectHints(operation.left(), hints);
            collectHints(operation.right(), hints);
        } else if (body instanceof Query.Select select) {
            hints.addAll(select.selectItems().hints());
            collectHints(select.from(), hints);
        }
    }

    private static void collectHints(List<Relation> relations, List<String> hints) {
        for (Relation relation : relations) {
            if (relation instanceof Relation.Join join) {
                collectHints(List.of(join.left()), hints);
            } else if (relation instanceof Relation.Derived derivedRelation) {
                collectHints(derivedRelation.query().body(), hints);
            }
        }
    }

    boolean isEmpty() {
        return hints.isEmpty();
    }

    /**
     * Sets the variables of a session as the hints require, and ignores hints of other kinds. The caller restores the
     * variables.
     *
     * @throws Refusal if a hint is malformed, or sets a user variable that exists
     */
    void apply(ServerSession session, Function<Expression, Constant> constantEvaluator) {
        List<String> existingNames = session.userVariables().names();
        for (String hintText : hints) {
            String hint = hintText.substring("/*+".length(), hintText.length() - "*/".length())
                    .strip();
            String lowerCaseHint = hint.toLowerCase(Locale.ROOT);
            if (lowerCaseHint.startsWith(USER_VARIABLE_HINT)) {
                String assignments = extractTextInParentheses(hint);
                requireNewVariables(assignments, existingNames);
                try {
                    new SetStatementExecutor(session, constantEvaluator).run("SET " + assignments);
                } catch (SqlSyntaxException failure) {
                    throw Refusal.ofSyntax(Span.NONE, EmbeddedRule.HINT_INVALID, hintText);
                }
            } else if (lowerCaseHint.startsWith(VARIABLE_HINT)) {
                new SetStatementExecutor(session, constantEvaluator).run("SET " + extractTextInParentheses(hint));
            }
        }
    }

    private static void requireNewVariables(String assignments, List<String> existingNames) {
        for (String name : existingNames) {
            boolean isSet = assignments
                    .toLowerCase(Locale.ROOT)
                    .matches("(?s).*@[`'\"]?" + Pattern.quote(name) + "[`'\"]?\\s*:?=.*");
            if (isSet) {
                throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.HINTED_VARIABLE_EXISTS, name);
            }
        }
    }

    /** Returns the text between the first opening parenthesis and the one that closes it; empty if there is none. */
    private static String extractTextInParentheses(String hint) {
        int openingIndex = hint.indexOf('(');
        int depth = 0;
        char quote = 0;
        for (int i = Math.max(0, openingIndex); i < hint.length(); i++) {
            char character = hint.charAt(i);
            if (quote != 0) {
                quote = character == quote ? 0 : quote;
            } else if (character == '\'' || character == '"' || character == '`') {
                quote = character;
            } else if (character == '(') {
                depth++;
            } else if (character == ')' && --depth == 0) {
                return hint.substring(openingIndex + 1, i);
            }
        }
        return "";
    }
}
