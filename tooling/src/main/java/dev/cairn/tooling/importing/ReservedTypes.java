package dev.cairn.tooling.importing;

import java.util.Set;

/** Classes that records and what is generated for them call by their simple names: a record can't be one of them. */
final class ReservedTypes {
    private static final Set<String> LANGUAGE = Set.of(
            "Boolean",
            "Byte",
            "Character",
            "CharSequence",
            "Class",
            "Comparable",
            "Deprecated",
            "Double",
            "Enum",
            "Error",
            "Exception",
            "Float",
            "Integer",
            "Iterable",
            "Long",
            "Math",
            "Module",
            "Number",
            "Object",
            "Override",
            "Package",
            "Process",
            "Record",
            "Runnable",
            "Runtime",
            "Short",
            "String",
            "StringBuilder",
            "SuppressWarnings",
            "System",
            "Thread",
            "Throwable",
            "Void");

    private static final Set<String> VALUES = Set.of(
            "BigDecimal",
            "BigInteger",
            "Bitmap",
            "Hll",
            "List",
            "LocalDate",
            "LocalDateTime",
            "Map",
            "Percentile",
            "State");

    private static final Set<String> ANNOTATIONS = Set.of(
            "Aggregate",
            "AggregateKey",
            "AutoIncrement",
            "BloomFilter",
            "Char",
            "ColocateWith",
            "Column",
            "Decimal",
            "Default",
            "DistributedByHash",
            "DistributedByRandom",
            "DuplicateKey",
            "Embedded",
            "GeneratedAs",
            "Index",
            "Json",
            "MaterializedView",
            "NotNull",
            "OrderBy",
            "Partition",
            "PartitionBy",
            "PartitionByList",
            "PartitionByRange",
            "PrimaryKey",
            "Property",
            "Refresh",
            "Rollup",
            "Schema",
            "SqlType",
            "StateOf",
            "Table",
            "UniqueKey",
            "Varbinary",
            "Varchar",
            "View");

    private ReservedTypes() {}

    static boolean contains(String name) {
        return LANGUAGE.contains(name) || VALUES.contains(name) || ANNOTATIONS.contains(name);
    }

    /** The name itself, or the name of a row of what is called so. */
    static String avoided(String name) {
        return contains(name) ? name + "Row" : name;
    }
}
