package dev.cairn.embedded.function;

import java.util.ArrayList;
import java.util.List;

/** All functions of our own. */
public final class OwnFunctions {
    private OwnFunctions() {}

    /** Those in Java. */
    public static List<OwnFunction> all() {
        List<OwnFunction> all = new ArrayList<>();
        all.addAll(TextFunctions.all());
        all.addAll(UrlFunctions.all());
        all.addAll(HashFunctions.all());
        all.addAll(NumberFunctions.all());
        all.addAll(TimeFunctions.all());
        all.addAll(TimeFormatFunctions.all());
        all.addAll(JsonFunctions.all());
        return all;
    }

    /** Those that are short for something in DuckDB's language. */
    public static List<String> macros() {
        return List.of(
                "sr_bitmap(x) AS list_sort(list_distinct(TRY_CAST(string_split(x, ',') AS UBIGINT[])))",
                "sr_number_as_bitmap(x) AS CASE WHEN TRY_CAST(x AS UBIGINT) IS NOT NULL THEN [TRY_CAST(x AS UBIGINT)] END",
                "sr_list(x) AS from_json(x, '[\"VARCHAR\"]')",
                "sr_before(x, mark) AS string_split(x, mark)[1]",
                "sr_after(x, mark) AS CASE WHEN instr(x, mark) > 0 THEN substr(x, instr(x, mark) + length(mark)) END");
    }
}
