package dev.cairn.engine.index;

import dev.cairn.sql.token.RefusalRule;

/** The server's rules for indexes and bloom filters. */
public enum IndexRule implements RefusalRule {
    BLOOM_FILTER_COLUMN_NOT_FOUND("Invalid bloom filter column '%s': not exists"),
    BLOOM_FILTER_COLUMN_REPEATED("Duplicate bloom filter column '%s'"),
    BLOOM_FILTER_TYPE("Invalid bloom filter column '%s': unsupported type %s"),
    BLOOM_FILTER_OF_VALUE("Bloom filter index only used in columns of DUP_KEYS/PRIMARY table or key columns of "
            + "UNIQUE_KEYS/AGG_KEYS table. invalid column: %s"),
    BLOOM_FILTER_FPP_NOT_A_NUMBER("Bloom filter fpp is not Double"),
    BLOOM_FILTER_FPP_OUT_OF_RANGE("Bloom filter fpp should in [%s, %s]"),
    INDEX_NAME_BLANK("index name cannot be blank."),
    INDEX_NAME_TOO_LONG("index name too long, the index name length at most is 64."),
    INDEX_COLUMN_REPEATED("columns of index has duplicated."),
    INDEX_OF_SEVERAL_COLUMNS("%s index can only apply to a single column."),
    BITMAP_TYPE("%s is not supported in bitmap index. invalid column: %s"),
    BITMAP_OF_VALUE("BITMAP index only used in columns of DUP_KEYS/PRIMARY_KEYS table or key columns of "
            + "UNIQUE_KEYS/AGG_KEYS table. invalid column: %s"),
    NGRAM_TYPE("Invalid ngram bloom filter column '%s': unsupported type %s"),
    NGRAM_OF_VALUE("Ngram Bloom filter index only used in columns of DUP_KEYS/PRIMARY table or key columns of "
            + "UNIQUE_KEYS/AGG_KEYS table. invalid column: %s"),
    NGRAM_CASE_SENSITIVE("Ngram Bloom filter's case_sensitive should be true or false"),
    NOT_A_NUMBER("For input string: \"%s\""),
    NGRAM_GRAM_NUM_NOT_POSITIVE("Ngram Bloom filter's gram_num should be positive number"),
    GIN_KEY_MODEL("The inverted index can only be build on DUPLICATE%s table."),
    GIN_TYPE("The inverted index can only be build on column with type of CHAR/STRING/VARCHAR type."),
    GIN_IN_SHARED_DATA("The inverted index does not support shared data mode"),
    GIN_DISABLED("The inverted index is disabled, enable it by setting FE config `enable_experimental_gin` to true"),
    VECTOR_WITHOUT_INDEX_TYPE("You should set index_type at least to add a vector index."),
    VECTOR_IN_SHARED_DATA("The vector index does not support shared data mode"),
    VECTOR_DISABLED(
            "The vector index is disabled, enable it by setting FE config `enable_experimental_vector` to true"),
    VECTOR_NULLABLE("The vector index can only build on non-nullable column"),
    VECTOR_KEY_MODEL("The vector index can only build on DUPLICATE or PRIMARY table"),
    VECTOR_TYPE("The vector index can only be build on column with type of array<float>."),
    VECTOR_INDEX_TYPE("Value of `index_type` must in (HNSW,IVFPQ)"),
    VECTOR_METRIC_TYPE("Value of `METRIC_TYPE` must be in [cosine_similarity, l2_distance]"),
    VECTOR_NORMED("Value of `IS_VECTOR_NORMED` must be `true` or `false`"),
    VECTOR_UNKNOWN_PARAMETER("Unknown index param: `%s`"),
    VECTOR_NBITS("Value of `NBITS` must be 8"),
    VECTOR_RANGE_SEARCH_CONFIDENCE("Value of `RANGE_SEARCH_CONFIDENCE` must be %s"),
    VECTOR_PARAMETER_KIND("Value of `%s` must be a %s"),
    VECTOR_PARAMETER_NOT_INTEGER("Value of `%s` must be a integer"),
    VECTOR_PARAMETER_TOO_SMALL("Value of `%s` must be >= %s"),
    VECTOR_PARAMETER_OF_OTHER_ALGORITHM("%s params %s should not define with %s"),
    VECTOR_WITHOUT_M_IVFPQ("`M_IVFPQ` is required for IVFPQ index"),
    VECTOR_DIM_NOT_MULTIPLE("`DIM` should be a multiple of `M_IVFPQ` for IVFPQ index"),
    GIN_UNKNOWN_PARAMETERS("Do not support parameters %s for GIN. "),
    GIN_PARSER("INVERTED index parser: %s is invalid for column: %s of type %s"),
    GIN_IMPLEMENTATION("Only support clucene or builtin implement for now"),
    GIN_CLUCENE_IN_SHARED_DATA("Clucene inverted index does not support shared data mode"),
    GIN_DICT_GRAM_NOT_A_NUMBER("INVERTED index dict gram num %s is a invalid number."),
    GIN_DICT_GRAM_NOT_POSITIVE("INVERTED index dict gram num %s should be greater than zero."),
    GIN_DICT_GRAM_OF_IMPLEMENTATION("INVERTED index with %s implement is invalid for dict gram."),
    INDEX_NAME_REPEATED("index name must be unique"),
    INDEX_COLUMNS_REPEATED("same index columns have multiple index name is not allowed"),
    SEVERAL_VECTOR_INDEXES("At most one vector index is allowed for a table, but %s were found: %s"),
    INDEX_COLUMN_NOT_FOUND("%s column does not exist in table. invalid column: %s"),
    VECTOR_PARAMETERS_MISSING("%s");

    private final String template;

    IndexRule(String template) {
        this.template = template;
    }

    @Override
    public String template() {
        return template;
    }
}
