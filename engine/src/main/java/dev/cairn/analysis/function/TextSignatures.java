package dev.cairn.analysis.function;

/** Functions of texts and binaries: searching, cutting, hashing, encrypting. See {@link SignatureNotation}. */
final class TextSignatures {
    static final String SCALAR = """
        hex (T) varchar for bigint varchar varbinary
        unhex, sm3, hex_decode_string, lower, lcase, upper, ucase, initcap, url_extract_host, url_encode,
            url_decode, from_base64, base64_decode_string, md5 (varchar) varchar
        hex_decode_binary, base64_decode_binary (varchar) varbinary
        substr, substring (varchar, int) varchar | (varchar, int, int) varchar
        left, strleft, right, strright, repeat, sha2 (varchar, int) varchar
        ends_with, starts_with, like, regexp (varchar, varchar) boolean
        null_or_empty! (varchar) boolean | (array) boolean
        space, char (int) varchar
        lpad, rpad (varchar, int, varchar) varchar
        append_trailing_char_if_absent, parse_url, url_extract_parameter (varchar, varchar) varchar
        length, char_length, character_length, ascii (varchar) int
        inet_aton, crc32 (varchar) bigint
        reverse (varchar) varchar
            | ([T]) [T] for boolean INTEGERS float DECIMALS double varchar decimalv2 datetime date json
            | (array) array
        trim, ltrim, rtrim (varchar) varchar | (varchar, varchar) varchar
        instr, find_in_set, strcmp (varchar, varchar) int
        locate (varchar, varchar) int | (varchar, varchar, int) int
        strpos (varchar, varchar) bigint | (varchar, varchar, int) bigint
        concat, md5sum! (varchar...) varchar
        concat_ws (varchar, varchar...) varchar | (varchar, [varchar]) varchar
        split_part!, substring_index (varchar, varchar, int) varchar
        split (varchar, varchar) [varchar]
        str_to_map ([varchar], varchar) {varchar: varchar} | (varchar, varchar, varchar) {varchar: varchar}
        regexp_extract (varchar, varchar, bigint) varchar
        regexp_extract_all (varchar, varchar, bigint) [varchar]
        regexp_replace, replace_old, replace, translate (varchar, varchar, varchar) varchar
        regexp_split (varchar, varchar) [varchar] | (varchar, varchar, int) [varchar]
        regexp_count (varchar, varchar) bigint
        money_format (T) varchar for bigint largeint decimalv2 DECIMALS double
        ngram_search, ngram_search_case_insensitive (varchar, varchar, int) double
        field! (T...) int for varchar boolean INTEGERS double decimalv2 DECIMALS
        format_bytes (bigint) varchar
        raise_error (varchar) boolean
        to_binary (varchar, varchar) varbinary | (varchar) varbinary
        from_binary (varbinary, varchar) varchar | (varbinary) varchar
        murmur_hash3_32 (varchar...) int
        xx_hash3_64 (varchar...) bigint
        xx_hash3_128, md5sum_numeric! (varchar...) largeint
        crc32_hash (array) bigint
        aes_encrypt, aes_decrypt (varchar, varchar) varchar | (varchar, varchar, varchar, varchar) varchar
            | (varchar, varchar, varchar, varchar, varchar) varchar
        to_base64 (varchar) varchar | (varbinary) varchar
        encode_fingerprint_sha256 (any...) varbinary
        """;

    private TextSignatures() {}
}
