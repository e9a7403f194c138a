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

/**
 * The hints of a statement, as written, which set variables while the statement runs. Hints in WITH have no effect.
 */
record QueryHints(List<String> hints) {
    private static final String USER_VARIABLES = "set_user_variable";
    private static final String VARIABLES = "set_var";

    QueryHints {
        hints = List.copyOf(hints);
    }

    static QueryHints of(Query query) {
        List<String> texts = new ArrayList<>();
        collectHints(query.body(), texts);
        return new QueryHints(texts);
    }

    /** Returns the hints of a statement that writes rows, and of the queries that it reads. */
    static QueryHints of(DmlStatement dmlStatement) {
        List<String> texts = new ArrayList<>();
        if (dmlStatement instanceof DmlStatement.Insert insert) {
            texts.addAll(insert.hints());
            if (insert.source() instanceof DmlStatement.InsertedRows.QueriedRows queriedRows) {
                collectHints(queriedRows.query().query().body(), texts);
            }
        } else if (dmlStatement instanceof DmlStatement.Update update) {
            texts.addAll(update.hints());
            collectHints(update.from(), texts);
        } else if (dmlStatement instanceof DmlStatement.Delete delete) {
            texts.addAll(delete.hints());
            collectHints(delete.using(), texts);
        }
        return new QueryHints(texts);
    }

    /** Returns the hints of the query that a statement gives to a view. */
    static QueryHints of(ViewStatement statement) {
        QueryText query = null;
        if (statement instanceof ViewStatement.CreateView create) {
            query = create.query();
        } else if (statement instanceof ViewStatement.AlterViewQuery redefine) {
            query = redefine.query();
        } else if (statement instanceof ViewStatement.CreateMaterializedView create) {
            query = create.query();
        }
        return query == null ? new QueryHints(List.of()) : of(query.query());
    }

    private static void collectHints(Query.Body body, List<String> texts) {
        if (body instanceof Query.NestedQuery nestedQuery) {
            collectHints(nestedQuery.query().body(), texts);
        } else if (body instanceof Query.SetOperation operation) {
            collectHints(operation.left(), texts);
            collectHints(operation.right(), texts);
        } else if (body instanceof Query.Select select) {
            texts.addAll(select.selectItems().hints());
            collectHints(select.from(), texts);
        }
    }

    private static void collectHints(List<Relation> relations, List<String> texts) {
        for (Relation relation : relations) {
            if (relation instanceof Relation.Derived derivedRelation) {
                collectHints(derivedRelation.query().body(), texts);
            }
        }
    }

    boolean isEmpty() {
        return hints.isEmpty();
    }

    /** Sets the variables of a session as the hints require. */
    void apply(ServerSession session, Function<Expression, Constant> evaluator) {
        List<String> existingNames = session.userVariables().names();
        for (String text : hints) {
            String hint = text.substring("/*+".length(), text.length() - "*/".length())
                    .strip();
            String lowerCaseHint = hint.toLowerCase(Locale.ROOT);
            if (lowerCaseHint.startsWith(USER_VARIABLES)) {
                String items = textInBrackets(hint);
                requireNew(items, existingNames);
                try {
                    new SetStatementExecutor(session, evaluator).run("SET " + items);
                } catch (SqlSyntaxException failure) {
                    throw Refusal.ofSyntax(Span.NONE, EmbeddedRule.HINT_INVALID, text);
                }
            } else if (lowerCaseHint.startsWith(VARIABLES)) {
                new SetStatementExecutor(session, evaluator).run("SET " + textInBrackets(hint));
            }
        }
    }

    private static void requireNew(String items, List<String> existingNames) {
        for (String name : existingNames) {
            boolean isSet = items.toLowerCase(Locale.ROOT).matches("(?s).*@`?" + name + "`?\\s*:?=.*");
            if (isSet) {
                throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.HINTED_VARIABLE_EXISTS, name);
            }
        }
    }

    /** Returns the text between the first opening bracket and the closing one that belongs to it. */
    private static String textInBrackets(String hint) {
        int opening = hint.indexOf('(');
        int depth = 0;
        char quote = 0;
        for (int i = Math.max(0, opening); i < hint.length(); i++) {
            char character = hint.charAt(i);
            if (quote != 0) {
                quote = character == quote ? 0 : quote;
            } else if (character == '\'' || character == '"' || character == '`') {
                quote = character;
            } else if (character == '(') {
                depth++;
            } else if (character == ')' && --depth == 0) {
                return hint.substring(opening + 1, i);
            }
        }
        return "";
    }
}
