package dev.cairn.site;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Marks comments, strings, numbers and keywords of an example with the CSS classes of {@code cairn docs}. A pattern of
 * a language that never matches is {@code (?!)}.
 */
final class CodeHighlighter {
    private static final Set<String> JAVA_KEYWORDS =
            parseWords("abstract boolean byte case catch char class default double else enum extends final"
                    + " float for if implements import int interface long new null package permits private protected public record return"
                    + " sealed short static super switch this throw throws true false try var void while");
    private static final Set<String> SQL_KEYWORDS =
            parseWords("add aggregate alter all and any as asc async auto_increment between bigint buckets by case"
                    + " cast column comment create cross database date datetime decimal default delete desc distinct distributed drop duplicate else end"
                    + " engine every except exists false from full grant group having hash if in index inner insert int interval into is join"
                    + " key left like limit manual materialized modify not null offset on or order outer over partition primary properties"
                    + " range refresh rename replace revoke right role rollup security select set show sum swap table tables then to true truncate"
                    + " union unique update using values varchar view views when where with");

    private static final Map<String, Language> LANGUAGE_BY_NAME = Map.of(
            "java",
                    new Language(
                            JAVA_KEYWORDS,
                            "//[^\n]*|/\\*.*?\\*/",
                            "\"\"\".*?\"\"\"|\"(?:[^\"\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\n]|\\\\.)*'",
                            "@\\w+"),
            "sql",
                    new Language(
                            SQL_KEYWORDS,
                            "--[^\n]*|/\\*.*?\\*/",
                            "'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"",
                            "(?!)"),
            "xml", new Language(Set.of(), "<!--.*?-->", "\"[^\"\n]*\"", "</?[\\w.:-]+|/?>"),
            "yaml", new Language(Set.of(), "#[^\n]*", "\"[^\"\n]*\"|'[^'\n]*'", "(?m:^[ -]*[\\w.-]+:)"),
            "properties", new Language(Set.of(), "(?m:^#[^\n]*)", "(?!)", "(?m:^[\\w.-]+(?==))"));

    /**
     * A language.
     *
     * @param tokenPattern a pattern whose groups are a comment, a string, a mark such as an annotation, a number and a
     *     word
     */
    private record Language(Set<String> keywords, Pattern tokenPattern) {
        Language(Set<String> keywords, String commentRegex, String textRegex, String markRegex) {
            this(
                    keywords,
                    Pattern.compile("(?s)(" + commentRegex + ")|(" + textRegex + ")|(" + markRegex
                            + ")|(\\b\\d[\\w.]*\\b)|(`[^`]*`|[A-Za-z_]\\w*)"));
        }
    }

    private CodeHighlighter() {}

    private static Set<String> parseWords(String text) {
        return Set.of(text.split(" "));
    }

    /** Returns the HTML of code in a language. Code in an unknown language is only escaped. */
    static String highlight(String languageName, String text) {
        Language language = LANGUAGE_BY_NAME.get(languageName.toLowerCase(Locale.ROOT));
        if (language == null) {
            return escape(text);
        }
        StringBuilder html = new StringBuilder();
        Matcher tokenMatcher = language.tokenPattern().matcher(text);
        int previousEnd = 0;
        while (tokenMatcher.find()) {
            html.append(escape(text.substring(previousEnd, tokenMatcher.start())));
            String cssClass = chooseCssClass(
                    tokenMatcher,
                    languageName.equalsIgnoreCase("sql")
                            ? tokenMatcher.group().toLowerCase(Locale.ROOT)
                            : tokenMatcher.group(),
                    language);
            String tokenHtml = escape(tokenMatcher.group());
            html.append(cssClass.isEmpty() ? tokenHtml : "<span class=\"" + cssClass + "\">" + tokenHtml + "</span>");
            previousEnd = tokenMatcher.end();
        }
        return html.append(escape(text.substring(previousEnd))).toString();
    }

    /** Returns the CSS class of a token; empty for a word that is not a keyword. */
    private static String chooseCssClass(Matcher tokenMatcher, String word, Language language) {
        if (tokenMatcher.group(1) != null) {
            return "tc";
        }
        if (tokenMatcher.group(2) != null) {
            return "ts";
        }
        if (tokenMatcher.group(4) != null) {
            return "tn";
        }
        return tokenMatcher.group(3) != null || language.keywords().contains(word) ? "tk" : "";
    }

    /** Escapes a text for HTML, so that it is also suitable for an attribute in double quotes. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
