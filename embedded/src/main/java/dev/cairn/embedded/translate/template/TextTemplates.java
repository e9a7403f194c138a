package dev.cairn.embedded.translate.template;

/** Functions of texts and binaries. */
final class TextTemplates {
    static final String SCALAR = """
        lower, lcase (varchar) = lower($1)
        upper, ucase (varchar) = upper($1)
        initcap (varchar) = sr_initcap($1)
        concat (varchar...) = $joined
        concat_ws (varchar, [varchar]) = array_to_string($2, $1)
        concat_ws (varchar, varchar...) = CASE WHEN $1 IS NOT NULL THEN concat_ws($*) END
        length (varchar) = octet_length(encode($1))
        char_length, character_length (varchar) = length($1)
        ascii (varchar) = sr_ascii($1)
        char (int) = chr($1)
        substr, substring (varchar, int) = sr_substring($1, $2, 2147483647)
        substr, substring (varchar, int, int) = sr_substring($1, $2, $3)
        left, strleft (varchar, int) = CASE WHEN $2 IS NOT NULL THEN left($1, greatest($2, 0)) END
        right, strright (varchar, int) = CASE WHEN $2 IS NOT NULL THEN right($1, greatest($2, 0)) END
        repeat (varchar, int) = CASE WHEN strlen($1) * greatest($2, 0)::BIGINT <= 1048576 THEN repeat($1, greatest($2, 0)) END
        space (int) = CASE WHEN $1 BETWEEN 0 AND 1048576 THEN repeat(' ', $1) END
        reverse (text) = reverse($1)
        reverse (array) = list_reverse($1)
        lpad (varchar, int, varchar) = CASE WHEN $2 BETWEEN 0 AND 1048576 THEN lpad($1, $2, $3) END
        rpad (varchar, int, varchar) = CASE WHEN $2 BETWEEN 0 AND 1048576 THEN rpad($1, $2, $3) END
        trim (varchar) = trim($1, ' ')
        ltrim (varchar) = ltrim($1, ' ')
        rtrim (varchar) = rtrim($1, ' ')
        trim (varchar, varchar) = trim($1, $2)
        ltrim (varchar, varchar) = ltrim($1, $2)
        rtrim (varchar, varchar) = rtrim($1, $2)
        instr (varchar, varchar) = instr($1, $2)
        locate (varchar, varchar) = instr($2, $1)
        locate (varchar, varchar, int) = sr_locate($1, $2, $3)
        strpos (varchar, varchar) = instr($1, $2)
        strpos (varchar, varchar, int) = sr_strpos($1, $2, $3)
        find_in_set (varchar, varchar) = CASE WHEN $1 IS NULL OR $2 IS NULL THEN NULL WHEN contains($1, ',') THEN 0
            ELSE coalesce(list_position(string_split($2, ','), $1), 0) END
        strcmp (varchar, varchar) = CASE WHEN $1 < $2 THEN -1 WHEN $1 > $2 THEN 1 WHEN $1 = $2 THEN 0 END
        field (text, text...) = CASE WHEN $1 IS NULL THEN 0 ELSE coalesce(list_position([$rest], $1), 0) END
        field (number, number...) = CASE WHEN $1 IS NULL THEN 0 ELSE coalesce(list_position([$rest], $1), 0) END
        starts_with (varchar, varchar) = starts_with($1, $2)
        ends_with (varchar, varchar) = ends_with($1, $2)
        null_or_empty (varchar) = ($1 IS NULL OR $1 = '')
        split (varchar, varchar) = string_split($1, $2)
        split_part (varchar, varchar, int) = sr_split_part($1, $2, $3)
        substring_index (varchar, varchar, int) = sr_substring_index($1, $2, $3)
        str_to_map (varchar, varchar, varchar) = CASE WHEN $2 IS NOT NULL AND $3 IS NOT NULL THEN map_from_entries(
            list_transform(string_split($1, $2), lambda x: {k: sr_before(x, $3), v: sr_after(x, $3)})) END
        str_to_map ([varchar], varchar) = map_from_entries(list_transform($1,
            lambda x: {k: sr_before(x, $2), v: sr_after(x, $2)}))
        replace, replace_old (varchar, varchar, varchar) = CASE WHEN $2 = '' THEN $1 ELSE replace($1, $2, $3) END
        translate (varchar, varchar, varchar) = sr_translate($1, $2, $3)
        like (varchar, varchar) = $1 LIKE $2 ESCAPE '\\'
        regexp (varchar, varchar) = regexp_matches($1, $2)
        regexp_extract (varchar, varchar, int) = regexp_extract($1, $2, $3)
        regexp_extract_all (varchar, varchar, int) = regexp_extract_all($1, $2, $3)
        regexp_replace, replace_old (varchar, varchar, varchar) = regexp_replace($1, $2, $3, 'g')
        regexp_split (varchar, varchar) = string_split_regex($1, $2)
        regexp_count (varchar, varchar) = len(regexp_extract_all($1, $2))
        append_trailing_char_if_absent (varchar, varchar) = CASE WHEN length($2) = 1
            THEN CASE WHEN ends_with($1, $2) THEN $1 ELSE $1 || $2 END END
        hex (varbinary) = hex($1)
        hex (text) = hex(encode($1))
        hex (bigint) = sr_hex($1)
        unhex, hex_decode_string (varchar) = sr_unhex($1)
        md5 (varchar) = md5($1)
        md5sum (varchar...) = md5(concat($*))
        sha2 (varchar, int) = sr_sha2($1, $2)
        crc32 (varchar) = sr_crc32($1)
        murmur_hash3_32 (varchar) = sr_murmur($1, 104729)
        murmur_hash3_32 (varchar, varchar) = sr_murmur($2, sr_murmur($1, 104729))
        murmur_hash3_32 (varchar, varchar, varchar) = sr_murmur($3, sr_murmur($2, sr_murmur($1, 104729)))
        hex_decode_binary (varchar) = unhex($1)
        base64_decode_binary (varchar) = from_base64($1)
        to_base64 (varbinary) = base64($1)
        to_base64 (varchar) = base64(encode($1))
        from_base64, base64_decode_string (varchar) = sr_from_base64($1)
        url_encode (varchar) = sr_url_encode($1)
        url_decode (varchar) = sr_url_decode($1)
        url_extract_host (varchar) = sr_parse_url($1, 'HOST')
        url_extract_parameter (varchar, varchar) = sr_url_parameter($1, $2)
        parse_url (varchar, varchar) = sr_parse_url($1, $2)
        money_format (T) = sr_money($1)
        money_format (decimal) = sr_money(CAST($1 AS VARCHAR))
        money_format (any) = sr_money(CAST($1 AS VARCHAR))
        format_bytes (bigint) = sr_format_bytes($1)
        inet_aton (varchar) = sr_inet_aton($1)
        ngram_search (varchar, varchar, int) = sr_ngram($1, $2, $3)
        ngram_search_case_insensitive (varchar, varchar, int) = sr_ngram(lower($1), lower($2), $3)
        aes_encrypt (varchar, varchar, varchar, varchar) = sr_aes_encrypt($1, $2, $3, $4)
        aes_decrypt (varchar, varchar, varchar, varchar) = sr_aes_decrypt($1, $2, $3, $4)
        to_binary (varchar) = unhex($1)
        to_binary (varchar, varchar) = CASE lower($2) WHEN 'utf8' THEN encode($1)
            WHEN 'encode64' THEN from_base64($1) ELSE unhex($1) END
        from_binary (varbinary) = hex($1)
        from_binary (varbinary, varchar) = CASE lower($2) WHEN 'utf8' THEN decode($1)
            WHEN 'encode64' THEN base64($1) ELSE hex($1) END\
        """;

    private TextTemplates() {}
}
