package dev.cairn.processor.model;

import dev.cairn.sql.template.RenderedTemplate;
import dev.cairn.sql.template.SqlTemplate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A method of a query interface, with its checked statement. The check creates it, the generator reads it, and a
 * {@link QueryListing} passes it to tools.
 *
 * @param name the interface without its package, and the method: {@code Sales.perCity}
 * @param signature {@code perCity(LocalDate from, List<String> cities, int limit)}
 * @param sourceRelations the tables and views that the statement names, followed by the relations that it reads through
 *     views
 * @param changedRelations the table that the statement changes, or the materialized view that it refreshes; empty for a
 *     query
 * @param method the method that sends the statement; null if the query comes from a listing, which does not contain it
 */
public record CheckedQuery(
        String name,
        String signature,
        SampledStatement sampledStatement,
        List<RelationUse> sourceRelations,
        List<RelationUse> changedRelations,
        @Nullable GeneratedMethod method) {
    public CheckedQuery {
        sourceRelations = List.copyOf(sourceRelations);
        changedRelations = List.copyOf(changedRelations);
    }

    /** Creates a query of a listing. */
    public CheckedQuery(
            String name,
            String signature,
            SampledStatement sampledStatement,
            List<RelationUse> sourceRelations,
            List<RelationUse> changedRelations) {
        this(name, signature, sampledStatement, sourceRelations, changedRelations, null);
    }

    /**
     * The text of a statement.
     *
     * @param isQuery whether the statement returns rows; otherwise it changes them
     * @param sql the statement as written
     * @param sample the whole statement as it is sent, with literals in place of the parameters, and with the LIMIT
     *     that the runtime may append
     * @param literals the literals of the sample, in the order of the parameters; empty if the statement comes from a
     *     listing of an earlier version of Cairn, which did not contain them
     */
    public record SampledStatement(boolean isQuery, String sql, String sample, List<String> literals) {
        public SampledStatement {
            literals = List.copyOf(literals);
        }
    }

    /**
     * A table, view or materialized view.
     *
     * @param name the name; with the database if the relation is not in the database of the schema
     * @param columnNames the columns that are read or assigned; empty if whole rows are deleted
     * @param readingView the view that reads it; empty if the statement itself names it
     */
    public record RelationUse(String name, List<String> columnNames, String readingView) {
        public RelationUse {
            columnNames = List.copyOf(columnNames);
        }
    }

    /**
     * The method that sends the statement.
     *
     * @param name the name without the interface
     * @param parameters the parameters as declared
     * @param result the result type, and the columns of the query from which the result is read
     * @param segments the statement in the order of its text
     */
    public record GeneratedMethod(
            String name,
            List<QueryDeclaration.Parameter> parameters,
            QueryResult<QueryResult.RowType> result,
            List<SqlSegment> segments) {
        public GeneratedMethod {
            parameters = List.copyOf(parameters);
            segments = List.copyOf(segments);
        }

        public boolean hasParameter(String name) {
            return parameters.stream().anyMatch(parameter -> parameter.name().equals(name));
        }
    }

    /**
     * Returns the method that sends the statement.
     *
     * @throws IllegalStateException if the query comes from a listing
     */
    @Override
    public GeneratedMethod method() {
        if (method == null) {
            throw new IllegalStateException(name + " was read from a listing, which has no code");
        }
        return method;
    }

    /** Returns whether the statement returns rows; otherwise it changes them. */
    public boolean isQuery() {
        return sampledStatement.isQuery;
    }

    /** Returns the statement as written. */
    public String sql() {
        return sampledStatement.sql;
    }

    /** Returns the whole statement as it is sent, with literals in place of the parameters. */
    public String sample() {
        return sampledStatement.sample;
    }

    public List<String> literals() {
        return sampledStatement.literals;
    }

    /** Returns the parameters, in the order of the statement as written. */
    public List<SqlTemplate.Parameter> parameters() {
        return SqlTemplate.parse(sql()).parameters();
    }

    /**
     * Returns the query with another sample: the whole statement with other literals, in the order of the parameters.
     * What the runtime appends after the statement, such as a LIMIT, remains.
     *
     * @throws IllegalArgumentException if the number of literals differs, or if the literals of the query are unknown
     */
    public CheckedQuery withLiterals(List<String> newLiterals) {
        if (literals().isEmpty() && !newLiterals.isEmpty()) {
            throw new IllegalArgumentException("The values of the parameters of " + name
                    + " are unknown, because an earlier version of Cairn compiled it; compile the classes again");
        }
        if (newLiterals.size() != literals().size()) {
            throw new IllegalArgumentException(name + " has " + literals().size()
                    + " parameters, but the number of literals is " + newLiterals.size());
        }
        String appendedText =
                sample().substring(renderTemplate(literals()).text().length());
        SampledStatement newStatement = new SampledStatement(
                isQuery(), sql(), renderTemplate(newLiterals).text() + appendedText, newLiterals);
        return new CheckedQuery(name, signature, newStatement, sourceRelations, changedRelations, method);
    }

    /**
     * Returns the sample with the places of the parameters, without an appended LIMIT; null if the statement has no
     * parameters, or if the literals are unknown.
     */
    public @Nullable RenderedTemplate renderSample() {
        return literals().isEmpty() ? null : renderTemplate(literals());
    }

    private RenderedTemplate renderTemplate(List<String> values) {
        SqlTemplate template = SqlTemplate.parse(sql());
        Set<Integer> partIndexes =
                IntStream.range(0, template.optionalParts().size()).boxed().collect(Collectors.toSet());
        return template.render(partIndexes, parameter -> values.get(parameter.index()));
    }
}
