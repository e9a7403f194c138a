package dev.cairn.embedded.server;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.SyntaxRule;

/**
 * Runs {@code SET CATALOG name} and {@code USE 'CATALOG name'}, which select the current catalog of a session. Only the
 * internal catalog can be selected: statements must qualify the tables of external catalogs.
 *
 * @param catalog the definitions of the server, with its external catalogs
 */
record UseStatementExecutor(Catalog catalog) {
    /**
     * Runs SET CATALOG.
     *
     * @param tokens the tokens after SET
     */
    Answer runSetCatalog(TokenReader tokens) {
        tokens.expect("CATALOG");
        String catalogName = tokens.readNameOrText();
        tokens.expectEnd();
        requireUsableCatalog(catalogName);
        return Answer.OK;
    }

    /**
     * Runs {@code USE 'CATALOG name'}.
     *
     * @param tokens the tokens after USE
     */
    Answer runUse(TokenReader tokens) {
        String catalogName = extractCatalogName(tokens.readText());
        tokens.expectEnd();
        requireUsableCatalog(catalogName);
        return Answer.OK;
    }

    /** Returns the name in {@code CATALOG name}. */
    private static String extractCatalogName(String catalogText) {
        String[] words = catalogText.strip().split("\\s+", -1);
        if (words.length != 2 || !words[0].equalsIgnoreCase("CATALOG")) {
            throw Refusal.ofSyntax(Span.NONE, SyntaxRule.EXPECTED_ELEMENT, "'CATALOG catalog_name'");
        }
        return words[1];
    }

    /** Requires that a catalog can become the current catalog of a session. */
    void requireUsableCatalog(String catalogName) {
        if (InternalCatalog.isInternal(catalogName)) {
            return;
        }
        throw catalog.mayHaveExternalCatalog(catalogName)
                ? Refusal.ofAnalysis(
                        Span.NONE, EmbeddedRule.UNSUPPORTED, "sessions in the external catalog '" + catalogName + "'")
                : Refusal.ofAnalysis(Span.NONE, ServerError.UNKNOWN_CATALOG, catalogName);
    }
}
