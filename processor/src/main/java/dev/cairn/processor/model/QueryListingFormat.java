package dev.cairn.processor.model;

import dev.cairn.engine.value.JsonReader;
import dev.cairn.engine.value.JsonWriter;
import dev.cairn.processor.model.CheckedQuery.RelationUse;
import dev.cairn.processor.model.CheckedQuery.SampledStatement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a listing of queries as JSON, and reads it. */
final class QueryListingFormat {
    /** The version of the format. It changes if a reader of the previous version would misunderstand the text. */
    private static final long FORMAT_VERSION = 1;

    private static final String FORMAT = "format";
    private static final String INTERFACE = "interface";
    private static final String IMPLEMENTATION = "implementation";
    private static final String ROOT = "root";
    private static final String DESCRIPTOR = "descriptor";
    private static final String SCHEMA = "schema";
    private static final String SERVER = "server";
    private static final String QUERIES = "queries";
    private static final String NAME = "name";
    private static final String SIGNATURE = "signature";
    private static final String KIND = "kind";
    private static final String SQL = "sql";
    private static final String SAMPLE = "sample";
    private static final String LITERALS = "literals";
    private static final String READS = "reads";
    private static final String CHANGES = "changes";
    private static final String COLUMNS = "columns";
    private static final String THROUGH = "through";
    private static final String QUERY_KIND = "query";

    private QueryListingFormat() {}

    static String format(QueryListing listing) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(FORMAT, FORMAT_VERSION);
        members.put(INTERFACE, listing.interfaceName());
        members.put(IMPLEMENTATION, listing.listedInterface().implementationName());
        members.put(ROOT, listing.rootName());
        members.put(DESCRIPTOR, listing.listedSchema().descriptorName());
        members.put(SCHEMA, listing.schemaName());
        members.put(SERVER, listing.serverVersion());
        members.put(
                QUERIES,
                listing.queries().stream()
                        .map(QueryListingFormat::toJsonMembers)
                        .toList());
        return JsonWriter.COMPACT.format(members) + "\n";
    }

    private static Map<String, Object> toJsonMembers(CheckedQuery query) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(NAME, query.name());
        members.put(SIGNATURE, query.signature());
        members.put(KIND, query.isQuery() ? QUERY_KIND : "execute");
        members.put(SQL, query.sql());
        members.put(SAMPLE, query.sample());
        members.put(LITERALS, query.literals());
        members.put(
                READS,
                query.sourceRelations().stream()
                        .map(QueryListingFormat::toJsonMembers)
                        .toList());
        members.put(
                CHANGES,
                query.changedRelations().stream()
                        .map(QueryListingFormat::toJsonMembers)
                        .toList());
        return members;
    }

    private static Map<String, Object> toJsonMembers(RelationUse relation) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(NAME, relation.name());
        members.put(COLUMNS, relation.columnNames());
        if (!relation.readingView().isEmpty()) {
            members.put(THROUGH, relation.readingView());
        }
        return members;
    }

    static QueryListing parse(String text) {
        Map<?, ?> listingMembers = requireObject(JsonReader.read(text));
        Object formatVersion = listingMembers.get(FORMAT);
        if (!Long.valueOf(FORMAT_VERSION).equals(formatVersion)) {
            throw new IllegalArgumentException(
                    "it has the format " + formatVersion + ", and this version of Cairn reads " + FORMAT_VERSION);
        }
        List<CheckedQuery> queries = new ArrayList<>();
        for (Object queryValue : requireList(listingMembers, QUERIES)) {
            Map<?, ?> members = requireObject(queryValue);
            queries.add(new CheckedQuery(
                    requireString(members, NAME),
                    requireString(members, SIGNATURE),
                    new SampledStatement(
                            requireString(members, KIND).equals(QUERY_KIND),
                            requireString(members, SQL),
                            requireString(members, SAMPLE),
                            members.containsKey(LITERALS) ? requireStrings(members, LITERALS) : List.of()),
                    readRelations(members, READS),
                    readRelations(members, CHANGES)));
        }
        return new QueryListing(
                new QueryListing.ListedInterface(
                        requireString(listingMembers, INTERFACE), requireString(listingMembers, IMPLEMENTATION)),
                new QueryListing.ListedSchema(
                        requireString(listingMembers, ROOT),
                        requireString(listingMembers, DESCRIPTOR),
                        requireString(listingMembers, SCHEMA),
                        requireString(listingMembers, SERVER)),
                queries);
    }

    private static List<RelationUse> readRelations(Map<?, ?> members, String memberName) {
        List<RelationUse> relations = new ArrayList<>();
        for (Object relationValue : requireList(members, memberName)) {
            Map<?, ?> relationMembers = requireObject(relationValue);
            relations.add(new RelationUse(
                    requireString(relationMembers, NAME),
                    requireStrings(relationMembers, COLUMNS),
                    relationMembers.containsKey(THROUGH) ? requireString(relationMembers, THROUGH) : ""));
        }
        return relations;
    }

    private static Map<?, ?> requireObject(Object value) {
        if (value instanceof Map<?, ?> members) {
            return members;
        }
        throw new IllegalArgumentException("it contains " + value + " where an object is expected");
    }

    private static List<?> requireList(Map<?, ?> members, String memberName) {
        if (members.get(memberName) instanceof List<?> elements) {
            return elements;
        }
        throw new IllegalArgumentException("it has no array '" + memberName + "'");
    }

    private static List<String> requireStrings(Map<?, ?> members, String memberName) {
        return requireList(members, memberName).stream().map(String::valueOf).toList();
    }

    private static String requireString(Map<?, ?> members, String memberName) {
        if (members.get(memberName) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("it has no text '" + memberName + "'");
    }
}
