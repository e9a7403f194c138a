package dev.cairn.tooling.query;

import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.processor.model.CheckedQuery.RelationUse;
import dev.cairn.processor.model.QueryListing;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.template.SqlTemplate.Parameter;
import dev.cairn.sql.template.SqlTemplate.ParameterRole;
import dev.cairn.sql.token.SqlSyntaxException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The checked queries of compiled classes, as the processor listed them; no class is loaded.
 *
 * @param listings the queries of each interface, sorted by the names of the interfaces
 */
public record CompiledQueries(List<QueryListing> listings) {
    public CompiledQueries {
        listings = List.copyOf(listings);
    }

    /**
     * Reads the listings of directories and archives; missing ones are ignored. If several of them contain the same
     * interface, the first one counts, as for classes.
     *
     * @throws UncheckedIOException if a directory or an archive can't be read
     */
    public static CompiledQueries read(List<Path> paths) {
        TreeMap<String, QueryListing> listingByInterface = new TreeMap<>();
        for (Path path : paths) {
            try {
                List<QueryListing> pathListings = Files.isDirectory(path) ? readDirectory(path) : readArchive(path);
                pathListings.forEach(listing -> listingByInterface.putIfAbsent(listing.interfaceName(), listing));
            } catch (IOException failure) {
                throw new UncheckedIOException(
                        "The queries of " + path + " can't be read: " + failure.getMessage(), failure);
            }
        }
        return new CompiledQueries(List.copyOf(listingByInterface.values()));
    }

    private static List<QueryListing> readDirectory(Path directory) throws IOException {
        Path resourceDirectory = directory.resolve(QueryListing.RESOURCE_DIRECTORY);
        if (!Files.isDirectory(resourceDirectory)) {
            return List.of();
        }
        List<QueryListing> listings = new ArrayList<>();
        try (Stream<Path> files = Files.list(resourceDirectory)) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(QueryListing.RESOURCE_EXTENSION)) {
                    listings.add(parseListing(file.toString(), Files.readString(file)));
                }
            }
        }
        return listings;
    }

    private static List<QueryListing> readArchive(Path archive) throws IOException {
        List<QueryListing> listings = new ArrayList<>();
        if (!Files.isRegularFile(archive)) {
            return listings;
        }
        try (JarFile jarFile = new JarFile(archive.toFile())) {
            List<JarEntry> entries = jarFile.stream()
                    .filter(entry -> entry.getName().startsWith(QueryListing.RESOURCE_DIRECTORY)
                            && entry.getName().endsWith(QueryListing.RESOURCE_EXTENSION))
                    .toList();
            for (JarEntry entry : entries) {
                try (InputStream inputStream = jarFile.getInputStream(entry)) {
                    listings.add(parseListing(
                            archive + "!/" + entry.getName(),
                            new String(inputStream.readAllBytes(), StandardCharsets.UTF_8)));
                }
            }
        }
        return listings;
    }

    private static QueryListing parseListing(String fileName, String json) throws IOException {
        try {
            return QueryListing.parse(json);
        } catch (IllegalArgumentException failure) {
            throw new IOException(
                    fileName + " is not a list of queries: " + failure.getMessage()
                            + ". Compile the classes again with this version of Cairn.",
                    failure);
        }
    }

    /** Returns the queries of one schema, by its name or the name of its root. */
    public CompiledQueries filterBySchema(String schemaName) {
        return new CompiledQueries(listings.stream()
                .filter(listing -> listing.schemaName().equals(schemaName)
                        || listing.rootName().equals(schemaName)
                        || listing.rootName().endsWith("." + schemaName))
                .toList());
    }

    /**
     * Returns the queries that read a relation or one of its columns, directly or through views, or change it.
     *
     * @param name {@code orders} or {@code orders.city}, and with the database {@code shop.orders.city}
     */
    public CompiledQueries filterByRelation(String name) {
        List<QueryListing> matchingListings = new ArrayList<>();
        for (QueryListing listing : listings) {
            String prefix = listing.schemaName() + ".";
            String unqualifiedName = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
            List<CheckedQuery> queries = listing.queries().stream()
                    .filter(query -> Stream.concat(query.sourceRelations().stream(), query.changedRelations().stream())
                            .anyMatch(
                                    relation -> matchesName(relation, name) || matchesName(relation, unqualifiedName)))
                    .toList();
            if (!queries.isEmpty()) {
                matchingListings.add(listing.withQueries(queries));
            }
        }
        return new CompiledQueries(matchingListings);
    }

    /**
     * Returns the queries with other literals in their samples.
     *
     * @param valueByParameter the literals by the names of their parameters, which are written without a colon:
     *     {@code from}, {@code order.city}. A parameter that is the whole list of IN may have several, separated by
     *     commas
     * @throws IllegalArgumentException if a value is not a literal, if a parameter that is not a whole list has
     *     several, if no query has a parameter with the name, or if an old version of Cairn, which did not list the
     *     literals, compiled a query with the parameter
     */
    public CompiledQueries withLiterals(Map<String, String> valueByParameter) {
        Map<String, List<String>> literalsByParameter = new TreeMap<>();
        valueByParameter.forEach(
                (name, parameterLiterals) -> literalsByParameter.put(name, parseLiterals(name, parameterLiterals)));
        Set<String> unusedNames = new TreeSet<>(valueByParameter.keySet());
        Set<String> parameterNames = new TreeSet<>();
        List<QueryListing> changedListings = new ArrayList<>();
        for (QueryListing listing : listings) {
            List<CheckedQuery> queries = new ArrayList<>();
            for (CheckedQuery query : listing.queries()) {
                List<Parameter> parameters = query.parameters();
                List<String> sampleLiterals = new ArrayList<>(query.literals());
                boolean lacksLiterals =
                        sampleLiterals.isEmpty() && !parameters.isEmpty(); // a listing of an earlier version
                sampleLiterals.addAll(Collections.nCopies(lacksLiterals ? parameters.size() : 0, ""));
                boolean replacesSample = !lacksLiterals;
                for (Parameter parameter : parameters) {
                    parameterNames.add(parameter.path());
                    List<String> parameterLiterals = literalsByParameter.get(parameter.path());
                    if (parameterLiterals != null) {
                        if (parameterLiterals.size() > 1 && parameter.role() != ParameterRole.WHOLE_LIST) {
                            throw new IllegalArgumentException("The parameter " + parameter.path() + " of "
                                    + query.name() + " takes one value: it is not the whole IN list.");
                        }
                        unusedNames.remove(parameter.path());
                        sampleLiterals.set(parameter.index(), String.join(", ", parameterLiterals));
                        replacesSample = true;
                    }
                }
                queries.add(replacesSample ? query.withLiterals(sampleLiterals) : query);
            }
            changedListings.add(listing.withQueries(queries));
        }
        if (!unusedNames.isEmpty()) {
            throw new IllegalArgumentException("No query has a parameter " + String.join(", ", unusedNames)
                    + (parameterNames.isEmpty()
                            ? "."
                            : "; the parameters are " + String.join(", ", parameterNames) + "."));
        }
        return new CompiledQueries(changedListings);
    }

    private static List<String> parseLiterals(String parameterName, String value) {
        String problem = "The value of " + parameterName + " is not a literal: " + value
                + ". Write texts and dates in quotes, for example name='2026-01-31'.";
        Expression listCall;
        try {
            listCall = Sql.parseExpression("list(" + value + ")");
        } catch (SqlSyntaxException failure) {
            throw new IllegalArgumentException(problem, failure);
        }
        if (!(listCall instanceof Expression.Call call)
                || call.arguments().isEmpty()
                || !call.arguments().stream().allMatch(CompiledQueries::isLiteral)) {
            throw new IllegalArgumentException(problem);
        }
        return call.arguments().stream().map(CompiledQueries::renderLiteral).toList();
    }

    private static boolean isLiteral(Expression value) {
        return value instanceof Expression.NullLiteral
                || value instanceof Expression.BooleanLiteral
                || value instanceof Expression.NumberLiteral
                || value instanceof Expression.StringLiteral
                || value instanceof Expression.DateLiteral
                || value instanceof Expression.HexLiteral
                || isSignedNumber(value);
    }

    private static boolean isSignedNumber(Expression value) {
        return value instanceof Expression.Unary unary && unary.isSignedNumber();
    }

    /** Renders a literal; a signed number in parentheses, since a minus after another one would begin a comment. */
    private static String renderLiteral(Expression literal) {
        String renderedLiteral = Sql.render(literal);
        return isSignedNumber(literal) ? "(" + renderedLiteral + ")" : renderedLiteral;
    }

    /** Returns whether a relation or one of its columns has this name. */
    private static boolean matchesName(RelationUse relation, String name) {
        String prefix = relation.name() + ".";
        return name.equals(relation.name())
                || (name.startsWith(prefix)
                        && relation.columnNames().stream().anyMatch(name.substring(prefix.length())::equalsIgnoreCase));
    }
}
