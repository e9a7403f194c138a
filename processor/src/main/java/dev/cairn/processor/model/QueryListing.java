package dev.cairn.processor.model;

import dev.cairn.engine.value.JsonReader;
import dev.cairn.engine.value.JsonWriter;
import dev.cairn.sql.template.RenderedTemplate;
import dev.cairn.sql.template.SqlTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The statements of one interface of queries, with what they read and change. The processor writes it as a resource beside the
 * generated class, so that tools know the queries of compiled classes without loading them.
 *
 * @param queries in the order of the methods
 */
public record QueryListing(ListedInterface owner, ListedSchema target, List<ListedQuery> queries) {
    /** The folder of the resources. */
    public static final String FOLDER = "META-INF/cairn/queries/";

    public static final String EXTENSION = ".json";

    /** The version of the format. It changes when a reader of the last version would misunderstand the text. */
    private static final long FORMAT = 1;

    public QueryListing {
        queries = List.copyOf(queries);
    }

    /**
     * An interface of queries.
     *
     * @param type the qualified name of the interface
     * @param implementation the qualified name of the generated class
     */
    public record ListedInterface(String type, String implementation) {}

    /**
     * The schema of the queries.
     *
     * @param root the qualified name of the root of the schema
     * @param descriptor the qualified name of the generated class of the schema
     * @param server the version of the server for which the statements were checked
     */
    public record ListedSchema(String root, String descriptor, String name, String server) {}

    /** Returns the qualified name of the interface. */
    public String type() {
        return owner.type;
    }

    /** Returns the qualified name of the root of the schema. */
    public String root() {
        return target.root;
    }

    /** Returns the name of the schema. */
    public String schema() {
        return target.name;
    }

    /** Returns the version of the server for which the statements were checked. */
    public String server() {
        return target.server;
    }

    /**
     * A method and its statement.
     *
     * @param name the interface without its package, and the method: {@code Sales.perCity}
     * @param signature {@code perCity(LocalDate from, List<String> cities, int limit)}
     * @param query whether it returns rows; otherwise it changes them
     * @param reads the tables and views that it names, and after them those that it reads through views
     * @param changes the object that it changes: a table, or the materialized view that it refreshes
     */
    public record ListedQuery(
            String name,
            String signature,
            boolean query,
            ListedStatement statement,
            List<ListedRelation> reads,
            List<ListedRelation> changes) {
        public ListedQuery {
            reads = List.copyOf(reads);
            changes = List.copyOf(changes);
        }

        /** Returns the statement as written. */
        public String sql() {
            return statement.sql;
        }

        /** Returns the whole statement as it is sent, with literals in the place of the parameters. */
        public String sample() {
            return statement.sample;
        }

        public List<String> literals() {
            return statement.literals;
        }

        /** Returns the parameters, in the order of the statement as written. */
        public List<SqlTemplate.Parameter> parameters() {
            return SqlTemplate.parse(sql()).parameters();
        }

        /** Returns the query with another sample: the whole statement with other literals, in the order of the parameters. */
        public ListedQuery sampled(List<String> others) {
            if (literals().isEmpty() && !others.isEmpty()) {
                throw new IllegalArgumentException("The values of the parameters of " + name
                        + " are unknown, because an earlier version of Cairn compiled it; compile the classes again.");
            }
            if (others.size() != literals().size()) {
                throw new IllegalArgumentException(
                        name + " has " + literals().size() + " parameters, and not " + others.size());
            }
            String unwritten = sample().substring(rendered(literals()).text().length());
            ListedStatement sampled =
                    new ListedStatement(sql(), rendered(others).text() + unwritten, others);
            return new ListedQuery(name, signature, query, sampled, reads, changes);
        }

        /**
         * Returns the sample with the places of the parameters, up to a LIMIT that is not written; null if it was listed by a version
         * of Cairn that did not list the literals.
         */
        public @Nullable RenderedTemplate rendered() {
            return literals().isEmpty() ? null : rendered(literals());
        }

        private RenderedTemplate rendered(List<String> values) {
            SqlTemplate template = SqlTemplate.parse(sql());
            Set<Integer> all =
                    IntStream.range(0, template.parts().size()).boxed().collect(Collectors.toSet());
            return template.render(all, parameter -> values.get(parameter.index()));
        }
    }

    /**
     * The text of a statement.
     *
     * @param sql the statement as written
     * @param sample the whole statement as it is sent, with literals in the place of the parameters: a LIMIT may end it that is not
     *     written
     * @param literals these literals, in the order of the parameters; empty for a statement that was listed by a version of Cairn
     *     which did not list them
     */
    public record ListedStatement(String sql, String sample, List<String> literals) {
        public ListedStatement {
            literals = List.copyOf(literals);
        }
    }

    /**
     * A table, view or materialized view.
     *
     * @param name with its database if that is not the database of the schema
     * @param columns the columns that are read or assigned; none if whole rows are deleted
     * @param through the view that reads it; empty if the statement names it
     */
    public record ListedRelation(String name, List<String> columns, String through) {
        public ListedRelation {
            columns = List.copyOf(columns);
        }
    }

    /** The same with other queries. */
    public QueryListing with(List<ListedQuery> others) {
        return new QueryListing(owner, target, others);
    }

    /** The path of the resource. */
    public String path() {
        return FOLDER + owner.type + EXTENSION;
    }

    /** The resource as JSON. */
    public String text() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("format", FORMAT);
        members.put("interface", owner.type);
        members.put("implementation", owner.implementation);
        members.put("root", target.root);
        members.put("descriptor", target.descriptor);
        members.put("schema", target.name);
        members.put("server", target.server);
        members.put("queries", queries.stream().map(QueryListing::members).toList());
        return JsonWriter.COMPACT.text(members) + "\n";
    }

    private static Map<String, Object> members(ListedQuery query) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", query.name());
        members.put("signature", query.signature());
        members.put("kind", query.query() ? "query" : "execute");
        members.put("sql", query.sql());
        members.put("sample", query.sample());
        members.put("literals", query.literals());
        members.put("reads", query.reads().stream().map(QueryListing::members).toList());
        members.put(
                "changes", query.changes().stream().map(QueryListing::members).toList());
        return members;
    }

    private static Map<String, Object> members(ListedRelation relation) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", relation.name());
        members.put("columns", relation.columns());
        if (!relation.through().isEmpty()) {
            members.put("through", relation.through());
        }
        return members;
    }

    /**
     * Reads a resource.
     *
     * @throws IllegalArgumentException if the text is not such a resource, or one of another version
     */
    public static QueryListing of(String text) {
        Map<?, ?> listing = object(JsonReader.read(text));
        Object format = listing.get("format");
        if (!Long.valueOf(FORMAT).equals(format)) {
            throw new IllegalArgumentException(
                    "it has the format " + format + ", and this version of Cairn reads " + FORMAT);
        }
        List<ListedQuery> queries = new ArrayList<>();
        for (Object query : list(listing, "queries")) {
            Map<?, ?> members = object(query);
            queries.add(new ListedQuery(
                    string(members, "name"),
                    string(members, "signature"),
                    string(members, "kind").equals("query"),
                    new ListedStatement(
                            string(members, "sql"),
                            string(members, "sample"),
                            members.containsKey("literals") ? texts(members, "literals") : List.of()),
                    relations(members, "reads"),
                    relations(members, "changes")));
        }
        return new QueryListing(
                new ListedInterface(string(listing, "interface"), string(listing, "implementation")),
                new ListedSchema(
                        string(listing, "root"),
                        string(listing, "descriptor"),
                        string(listing, "schema"),
                        string(listing, "server")),
                queries);
    }

    private static List<ListedRelation> relations(Map<?, ?> members, String name) {
        List<ListedRelation> relations = new ArrayList<>();
        for (Object relation : list(members, name)) {
            Map<?, ?> relationMembers = object(relation);
            relations.add(new ListedRelation(
                    string(relationMembers, "name"),
                    texts(relationMembers, "columns"),
                    relationMembers.containsKey("through") ? string(relationMembers, "through") : ""));
        }
        return relations;
    }

    private static Map<?, ?> object(Object value) {
        if (value instanceof Map<?, ?> members) {
            return members;
        }
        throw new IllegalArgumentException("it contains " + value + " where an object is expected");
    }

    private static List<?> list(Map<?, ?> members, String name) {
        if (members.get(name) instanceof List<?> elements) {
            return elements;
        }
        throw new IllegalArgumentException("it has no array '" + name + "'");
    }

    private static List<String> texts(Map<?, ?> members, String name) {
        return list(members, name).stream().map(String::valueOf).toList();
    }

    private static String string(Map<?, ?> members, String name) {
        if (members.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("it has no text '" + name + "'");
    }
}
