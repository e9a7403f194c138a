package dev.cairn.analysis.function;

/** The functions of JSON, VARIANT and geometries. */
final class DocumentFunctions implements FunctionFamily {
    @Override
    public FunctionEntry.Kind kind() {
        return FunctionEntry.Kind.SCALAR;
    }

    @Override
    public String functions() {
        return """
            get_json_int (varchar, varchar) bigint | (json, varchar) bigint
            get_json_double (varchar, varchar) double | (json, varchar) double
            get_json_string (varchar, varchar) varchar | (json, varchar) varchar
            get_json_object (json, varchar) varchar | (varchar, varchar) varchar
            get_json_bool, json_exists (json, varchar) boolean
            parse_json (varchar) json
            json_string, json_pretty (json) varchar
            json_query (json, varchar) json
            json_object (json...) json | () json
            json_array (json...) json | () json; is NEVER_NULL
            json_length (json) int | (json, varchar) int
            json_keys (json) json | (json, varchar) json
            json_remove (json, varchar...) json
            json_set (json, json...) json
            to_json (map) json | (struct) json
            json_contains (json, json) boolean
            variant_query (variant, varchar) variant
            get_variant_bool (variant, varchar) boolean
            get_variant_int (variant, varchar) bigint
            get_variant_double (variant, varchar) double
            get_variant_string (variant, varchar) varchar
            get_variant_date (variant, varchar) date
            get_variant_datetime (variant, varchar) datetime
            get_variant_time (variant, varchar) time
            variant_typeof (variant) varchar
            st_point (double, double) varchar
            st_x, st_y (varchar) double
            st_distance_sphere (double, double, double, double) double
            st_astext, st_aswkt, st_geometryfromtext, st_geomfromtext, st_linefromtext, st_linestringfromtext,
                st_polygon, st_polyfromtext, st_polygonfromtext (varchar) varchar
            st_circle (double, double, double) varchar
            st_contains (varchar, varchar) boolean
            """;
    }
}
