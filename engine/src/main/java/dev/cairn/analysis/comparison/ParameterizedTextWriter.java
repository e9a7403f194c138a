package dev.cairn.analysis.comparison;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.StatementForm;
import dev.cairn.sql.write.QueryWriter;
import dev.cairn.sql.write.SqlTextBuilder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes an expression or a relation in lower case and without an alias, with a question mark for each expression
 * inside it.
 */
final class ParameterizedTextWriter extends QueryWriter {
    private ParameterizedTextWriter() {
        super(new SqlTextBuilder(StatementForm.SHOWN));
    }

    static String render(Expression expression) {
        return expression.accept(new ParameterizedTextWriter()).toString().toLowerCase(Locale.ROOT);
    }

    static String render(Relation relation) {
        return relation.accept(new ParameterizedTextWriter()).toString().toLowerCase(Locale.ROOT);
    }

    @Override
    public SqlTextBuilder write(Expression expression) {
        return out.append("?");
    }

    @Override
    protected SqlTextBuilder writeAlias(Relation.@Nullable Alias alias) {
        return out;
    }
}
