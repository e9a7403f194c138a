package dev.cairn.sql.write;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.Join;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a query reads from. */
final class RelationWriter {
    private RelationWriter() {}

    static void write(SqlTextBuilder out, Relation relation) {
        if (relation instanceof Relation.Named named) {
            named(out, named);
        } else if (relation instanceof Join join) {
            join(out, join);
        } else if (relation instanceof Relation.Derived derived) {
            out.put(derived.assertRows(), "ASSERT_ROWS ").put("(");
            QueryWriter.write(out, derived.query());
            alias(out.put(")"), derived.alias());
        } else if (relation instanceof Relation.Values values) {
            out.put("(VALUES ").list(values.rows(), ", ", RelationWriter::row);
            alias(out.put(")"), values.alias());
        } else if (relation instanceof Relation.Function function) {
            function(out, function);
        } else if (relation instanceof Relation.Files files) {
            alias(out.put("FILES").propertyList(files.properties()), files.alias());
        } else if (relation instanceof Relation.Parenthesized parenthesized) {
            out.put("(")
                    .list(parenthesized.relations(), ", ", RelationWriter::write)
                    .put(")");
        } else if (relation instanceof Relation.Lateral lateral) {
            write(out.put("LATERAL "), lateral.relation());
        }
    }

    private static void named(SqlTextBuilder out, Relation.Named named) {
        out.name(named.name());
        if (named.period() != null) {
            out.put(" ").put(named.period());
        }
        if (named.partitions() != null) {
            StatementWriter.partitionNames(out.put(" "), named.partitions());
        }
        if (!named.keys().isEmpty()) {
            out.put(" PARTITION (")
                    .list(named.keys(), ", ", RelationWriter::key)
                    .put(")");
        }
        numbers(out, " TABLET (", named.tablets());
        numbers(out, " REPLICA (", named.replicas());
        if (named.sample() != null) {
            out.put(" ").put(named.sample());
        }
        alias(out, named.alias());
        if (!named.hint().isEmpty()) {
            out.put(" [").list(named.hint(), ", ", SqlTextBuilder::put).put("]");
        }
        if (named.before() != null) {
            out.put(" BEFORE ").text(QuotingContext.LITERAL, named.before());
        }
    }

    private static void key(SqlTextBuilder out, Relation.PartitionKey key) {
        ExpressionWriter.write(out.name(key.column()).put(" = "), key.value());
    }

    private static void numbers(SqlTextBuilder out, String words, List<Long> numbers) {
        if (!numbers.isEmpty()) {
            out.put(words).list(numbers, ", ", SqlTextBuilder::put).put(")");
        }
    }

    private static void function(SqlTextBuilder out, Relation.Function function) {
        out.put(function.wrapped(), "TABLE(").list(function.name().parts(), ".", SqlTextBuilder::nameAsWritten);
        out.put("(").list(function.arguments(), ", ", RelationWriter::argument).put(")");
        alias(out.put(function.wrapped(), ")"), function.alias());
    }

    private static void argument(SqlTextBuilder out, Relation.Argument argument) {
        if (argument.name() != null) {
            out.nameAsWritten(argument.name()).put(argument.arrow() ? " => " : " = ");
        }
        ExpressionWriter.write(out, argument.value());
    }

    private static void row(SqlTextBuilder out, List<Expression> row) {
        out.put("(").list(row, ", ", ExpressionWriter::write).put(")");
    }

    private static void alias(SqlTextBuilder out, Relation.@Nullable Alias alias) {
        if (alias == null) {
            return;
        }
        QueryWriter.alias(out, alias.name(), alias.as());
        if (!alias.columns().isEmpty()) {
            out.put(" ").names(alias.columns());
        }
    }

    private static void join(SqlTextBuilder out, Join join) {
        write(out, join.left());
        out.put(" ").put(join.kind().text()).put(" ");
        if (join.hint() != null) {
            out.put("[").put(join.hint()).put("] ");
        }
        write(out.put(join.lateral(), "LATERAL "), join.right());
        if (join.on() != null) {
            ExpressionWriter.write(out.put(" ON "), join.on());
        } else if (!join.using().isEmpty()) {
            out.put(" USING ").names(join.using());
        }
    }
}
