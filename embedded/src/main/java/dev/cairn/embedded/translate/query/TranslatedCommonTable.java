package dev.cairn.embedded.translate.query;

import java.util.List;

/**
 * A common table.
 *
 * @param duckDbName the name in DuckDB
 * @param definition the definition of the common table in the WITH clause
 */
public record TranslatedCommonTable(String duckDbName, List<TranslatedQuery.QueryColumn> columns, String definition) {}
