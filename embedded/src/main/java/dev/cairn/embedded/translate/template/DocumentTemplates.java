package dev.cairn.embedded.translate.template;

/** Functions of JSON. */
final class DocumentTemplates {
    static final String SCALAR = """
        parse_json (varchar) = sr_json_parse($1)
        json_query (json, varchar) = sr_json_query($1, $2)
        json_string (json) = $1
        json_pretty (json) = sr_json_pretty($1)
        json_exists (json, varchar) = sr_json_exists($1, $2)
        json_length (json) = sr_json_length($1, '$')
        json_length (json, varchar) = sr_json_length($1, $2)
        json_keys (json) = sr_json_keys($1, '$')
        json_keys (json, varchar) = sr_json_keys($1, $2)
        json_remove (json, varchar) = sr_json_remove($1, $2)
        json_remove (json, varchar, varchar) = sr_json_remove(sr_json_remove($1, $2), $3)
        json_set (json, varchar, json) = sr_json_set($1, $2, $3)
        json_set (json, varchar, json, varchar, json) = sr_json_set(sr_json_set($1, $2, $3), $4, $5)
        to_json (json) = $1
        get_json_int (text, varchar) = sr_json_int(sr_json_parse($1), $2)
        get_json_int (json, varchar) = sr_json_int($1, $2)
        get_json_double (text, varchar) = sr_json_double(sr_json_parse($1), $2)
        get_json_double (json, varchar) = sr_json_double($1, $2)
        get_json_string, get_json_object (text, varchar) = sr_json_string(sr_json_parse($1), $2)
        get_json_string, get_json_object (json, varchar) = sr_json_string($1, $2)
        get_json_bool (text, varchar) = sr_json_bool(sr_json_parse($1), $2)
        get_json_bool (json, varchar) = sr_json_bool($1, $2)\
        """;

    private DocumentTemplates() {}
}
