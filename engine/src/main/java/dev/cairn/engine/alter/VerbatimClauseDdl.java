package dev.cairn.engine.alter;

import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Distribution;

/** Applies the clauses that are kept as text. The server refuses all of them for a table of the engine. */
final class VerbatimClauseDdl {
    private VerbatimClauseDdl() {}

    static void check(AlterTableContext context, AlterClause.VerbatimClause verbatim) {
        String keyword = verbatim.keyword();
        boolean isSharedData = context.profile().isSharedData();
        if (keyword.startsWith("SPLIT") && !isSharedData) {
            throw Refusal.ofAnalysis(verbatim.span(), CommonRule.ONLY_IN_SHARED_DATA, "SPLIT TABLET");
        }
        if (keyword.startsWith("MERGE") && !isSharedData) {
            throw Refusal.ofAnalysis(verbatim.span(), CommonRule.ONLY_IN_SHARED_DATA, "MERGE TABLET");
        }
        if (keyword.startsWith("EXECUTE")) {
            throw Refusal.ofAnalysis(
                    verbatim.span(), CommonRule.SUPPORTED_ONLY_FOR, "This clause", "tables of an external catalog");
        }
    }

    /** Refuses the clause. */
    static StatementResult apply(AlterTableContext context, AlterClause.VerbatimClause verbatim) {
        String keyword = verbatim.keyword();
        if (keyword.startsWith("SPLIT")) {
            Table table = context.table();
            String kind = table.distribution() instanceof Distribution.Hash ? "HASH" : "RANDOM";
            throw Refusal.ofExecution(verbatim.span(), CommonRule.UNSUPPORTED, "SPLIT TABLET", kind + " distribution");
        }
        if (keyword.startsWith("MERGE")) {
            throw Refusal.ofExecution(verbatim.span(), AlterRule.TABLET_MERGE_DISABLED);
        }
        throw Refusal.ofExecution(
                verbatim.span(), CommonRule.SUPPORTED_ONLY_FOR, keyword, "tables of an external catalog");
    }
}
