-- The macros that templates, other macros and translations call. DuckDB copies the arguments of a macro to each place
-- in its expression: some of them give an argument a name, as the element of a list of one element.

-- Refusals and limits.

-- The last value of an array, if there is room for it: DuckDB does not count the memory of arrays.
CREATE MACRO sr_bounded(elements, last) AS
    CASE WHEN sr_room(CAST(CASE WHEN elements < 0 THEN 0 WHEN elements > 1000000000 THEN 1000000000 ELSE elements END
    AS BIGINT)) THEN last END;
CREATE MACRO sr_divisor(x, y) AS CASE WHEN y = 0 AND x IS NOT NULL THEN sr_refuse('Division by zero') ELSE y END;
CREATE MACRO sr_trimmed(x) AS
    CASE WHEN x = '' THEN sr_refuse('The second parameter should not be empty string') ELSE x END;
CREATE MACRO sr_trimmed_of_rows(x) AS
    CASE WHEN x IS NULL THEN sr_refuse('The second parameter should not be null') ELSE sr_trimmed(x) END;

-- A variable as an argument that has to be positive.

-- Texts and binaries.

-- As DuckDB's array_to_string, which is itself a macro that copies its argument.
CREATE MACRO sr_joined_texts(x, separator) AS
    list_transform([x], lambda t: CASE WHEN len(t) = 0 THEN ''
    ELSE list_aggr(CAST(t AS VARCHAR[]), 'string_agg', separator) END)[1];
CREATE MACRO sr_strlen(x) AS
    CASE WHEN strlen(x) = length(x) THEN strlen(x) ELSE strlen(regexp_replace(x, '[\x{10FE00}-\x{10FEFF}]', 'x', 'g'))
    END;
CREATE MACRO sr_bytes(x) AS CASE WHEN strlen(x) = length(x) THEN encode(x) ELSE unhex(sr_hex_text(x)) END;
CREATE MACRO sr_byte_text(x) AS sr_unhex(hex(x));
CREATE MACRO sr_shortened(x, n) AS CASE WHEN strlen(x) <= n THEN x ELSE sr_prefix(x, n) END;
CREATE MACRO sr_before(x, mark) AS string_split(x, mark)[1];
-- Without a mark, the first character is before it.
CREATE MACRO sr_after(x, mark) AS
    CASE WHEN mark = '' THEN CASE WHEN x <> '' THEN substr(x, 2) END WHEN instr(x, mark) > 0 THEN substr(x, instr(x,
    mark) + length(mark)) END;
-- The first parts of a text, and the rest of it as the last part; the lengths are those of the parts with their separators.
CREATE MACRO sr_parts(x, parts, lengths, number) AS
    list_append(parts[1:number - 1], substr(x, 1 + CAST(coalesce(list_sum(lengths[1:number - 1]), 0) AS BIGINT)));
-- A separator without any character ends the search, and an empty pattern splits each byte.
CREATE MACRO sr_split_regex(x, pattern, most) AS
    CASE WHEN x IS NULL OR pattern IS NULL THEN NULL WHEN pattern = '' THEN CASE WHEN x = '' THEN []
    WHEN strlen(x) <> length(x) THEN sr_refuse('The embedded server splits no characters of several bytes')
    ELSE list_transform([string_split(x, '')], lambda s: sr_parts(x, s, list_transform(s, lambda e: 1),
    CASE WHEN most > 0 THEN least(most, len(s)) ELSE len(s) END))[1] END
    ELSE list_transform([{s: string_split_regex(x, pattern, 's'), m: regexp_extract_all(x, pattern, 0, 's')}],
    lambda p: sr_parts(x, p['s'], list_transform(p['s'], lambda e, i: length(e) + length(coalesce(p['m'][i], ''))),
    least(len(p['s']), coalesce(nullif(list_position(p['m'], ''), 0), len(p['s'])), CASE WHEN most > 0 THEN most
    ELSE len(p['s']) END)))[1] END;
-- A backslash at the end of a pattern escapes nothing, and is ignored.
CREATE MACRO sr_like_pattern(x) AS
    CASE WHEN ends_with(x, '\') THEN regexp_replace(x, '^((?:[^\\]|\\.)*)\\$', '\1', 's') ELSE x END;
-- Frontends compare constants, unless the pattern has wildcards within its text. To them, a backslash escapes nothing.
CREATE MACRO sr_like_of_constants(x, pattern) AS
    CASE WHEN regexp_full_match(pattern, '[^_%]+') THEN x = pattern
    WHEN regexp_full_match(pattern, '%+[^_%]+') THEN ends_with(x, ltrim(pattern, '%'))
    WHEN regexp_full_match(pattern, '[^_%]+%+') THEN starts_with(x, rtrim(pattern, '%'))
    WHEN regexp_full_match(pattern, '%+[^_%]+%+') THEN contains(x, trim(pattern, '%'))
    ELSE x LIKE sr_like_pattern(pattern) ESCAPE '\' END;
-- Backends compare a text with a pattern of a row that has no other wildcard than a percent sign at its beginning, with its last backslash.
CREATE MACRO sr_like_pattern_of_row(x) AS
    CASE WHEN regexp_full_match(x, '%?(?:[^%_\\]|\\.)*\\', 's') THEN x || '\' ELSE sr_like_pattern(x) END;
-- Behind a match of no character, backends go on at the next byte, which may be within a character, and look for an anchor again.
CREATE MACRO sr_match_count(x, pattern, matches) AS
    list_transform([matches], lambda m: CASE WHEN NOT list_contains(m, '') THEN len(m)
    WHEN regexp_matches(pattern, '[$]|(?:^|[^\[]|\\\[)\^|\\[bBAz]') THEN
    sr_refuse('The embedded server counts no matches of an anchor without any character') ELSE len(m) + strlen(x)
    - length(x) - strlen(sr_joined_texts(m, '')) + length(sr_joined_texts(m, '')) END)[1];
CREATE MACRO sr_of_characters(matches, x) AS
    CASE WHEN strlen(x) <> length(x) AND list_contains(matches, '') THEN
    sr_refuse('The embedded server finds no matches without any character among characters of several bytes')
    ELSE matches END;
CREATE MACRO sr_ascii_lower(x) AS translate(x, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz');
CREATE MACRO sr_limited(x) AS list_transform([x], lambda t: CASE WHEN strlen(t) <= 1048576 THEN t END)[1];
CREATE MACRO sr_joined(x) AS
    list_transform([x], lambda r: sr_joined_texts(list_transform(r, lambda e, i: sr_joined_texts(e['o'], '') ||
    CASE WHEN i < len(r) THEN e['s'] ELSE '' END), ''))[1];
CREATE MACRO sr_separated(x, s) AS
    CASE WHEN s IS NOT NULL THEN list_transform([list_filter(x, lambda e: e IS NOT NULL)],
    lambda r: sr_joined_texts(list_transform(r, lambda e, i: e || CASE WHEN i < len(r) THEN s ELSE '' END), ''))[1] END;
CREATE MACRO sr_aes_vector(x, mode) AS
    coalesce(x, CASE WHEN NOT regexp_matches(upper(mode),
    '^AES_(128|192|256)_(CBC|CFB|CFB1|CFB8|CFB128|OFB|CTR|GCM)$') THEN '' END);

-- Numbers.

-- A number that a frontend calculates, as it is ordered: the largest negative one stands for -0.
CREATE MACRO sr_ordered(x) AS
    CASE WHEN x = 0 AND signbit(x) THEN CAST('-4.9e-324' AS DOUBLE) ELSE x END;

-- Beyond the range of BIGINT, and for what is no number, backends have its least value.
CREATE MACRO sr_bigint(x) AS
    coalesce(TRY_CAST(x AS BIGINT), CASE WHEN x IS NOT NULL THEN CAST('-9223372036854775808' AS BIGINT) END);
CREATE MACRO sr_defined(x) AS list_transform([x], lambda n: CASE WHEN NOT isnan(n) THEN n END)[1];
-- DuckDB reads texts with few digits as backends do, and much faster than a function in Java.
CREATE MACRO sr_decimal_text(x, digits, places) AS
    CASE WHEN regexp_full_match(x, '[+-]?[0-9]{1,9}(?:[.][0-9]{0,8})?') THEN x
    ELSE sr_parse_decimal(x, digits, places) END;
-- A half is added in double precision, so that the number below 0.5 becomes 1.
CREATE MACRO sr_rounded(x) AS trunc(x + CASE WHEN x < 0 THEN -0.5 ELSE 0.5 END);
-- A decimal or LARGEINT as a DOUBLE: its digits become one before they are divided by the power of ten of its scale. DuckDB
-- does the same if a DOUBLE has the digits, and does not find the nearest one of a HUGEINT.
CREATE MACRO sr_double(x, divisor) AS
    CASE WHEN abs(CAST(x AS DOUBLE)) * divisor < 1e15 THEN CAST(x AS DOUBLE)
    ELSE CAST(replace(CAST(x AS VARCHAR), '.', '') AS DOUBLE) / divisor END;
-- Whether two arrays are vectors of as many numbers.
CREATE MACRO sr_are_vectors(x, y, name) AS
    CASE WHEN x IS NULL OR y IS NULL OR list_count(x) < len(x) OR list_count(y) < len(y) THEN
    sr_refuse(name || ' does not support null values') WHEN len(x) <> len(y) THEN
    sr_refuse(name || ' requires equal length arrays in each row') WHEN len(x) = 0 THEN
    sr_refuse(name || ' requires non-empty arrays in each row') ELSE TRUE END;
-- Vectors are multiplied in single precision. From eight numbers on, a backend adds their products in the eight lanes of
-- a register, the lanes in pairs, and the remaining products one after the other.
CREATE MACRO sr_single_sum(numbers) AS list_reduce(numbers, lambda x, y: x + y, 0::FLOAT);
CREATE MACRO sr_lanes(l) AS l[1] + l[2] + (l[3] + l[4]) + (l[5] + l[6] + (l[7] + l[8]));
CREATE MACRO sr_lane_products(x, y, n) AS
    list_transform(range(1, 9), lambda k: list_inner_product(x[k:n:8]::FLOAT[], y[k:n:8]::FLOAT[]));
CREATE MACRO sr_dot(x, y) AS
    CASE WHEN len(x) < 8 THEN list_inner_product(x::FLOAT[], y::FLOAT[])
    ELSE list_transform([len(x) // 8 * 8], lambda n: list_inner_product(
    list_concat([sr_lanes(sr_lane_products(x, y, n))], x[n + 1:])::FLOAT[],
    list_concat([1::FLOAT], y[n + 1:])::FLOAT[]))[1] END;
CREATE MACRO sr_cosine(dot, x, y) AS
    list_transform([{dot: dot, x: x, y: y}], lambda v: CASE WHEN v['x'] = 0 OR v['y'] = 0 THEN 0
    ELSE v['dot'] / (CAST(sqrt(v['x']) AS FLOAT) * CAST(sqrt(v['y']) AS FLOAT)) END)[1];
-- A BIGINT keeps the lowest bits of a sum.
CREATE MACRO sr_wrapped(x) AS
    CAST(((x % (1::HUGEINT << 64)) + (3::HUGEINT << 63)) % (1::HUGEINT << 64) - (1::HUGEINT << 63) AS BIGINT);
CREATE MACRO sr_unsigned(x) AS CASE WHEN x < 0 THEN x + (1::HUGEINT << 64) ELSE x END;
CREATE MACRO sr_signed(x) AS CAST(CASE WHEN x >= 1::HUGEINT << 63 THEN x - (1::HUGEINT << 64) ELSE x END AS BIGINT);

-- Dates and times.

CREATE MACRO sr_calendar(x) AS
    CASE WHEN x >= TIMESTAMP '0000-01-01 00:00:00' AND x < TIMESTAMP '10000-01-01 00:00:00' THEN x END;
CREATE MACRO sr_of_epoch(x) AS CASE WHEN x BETWEEN 0 AND 253402243199 THEN make_timestamp(x * 1000000) END;
CREATE MACRO sr_now(micros, digits) AS
    CASE WHEN digits BETWEEN 0 AND 6 THEN make_timestamp(CAST(micros - micros % pow(10, 6 - digits) AS BIGINT)) ELSE
    sr_refuse('the precision of now function must between 0 and 6') END;
-- Of a number of units, from the beginning of year 0 to the end of 9999.
CREATE MACRO sr_instant(x, micros) AS
    CASE WHEN x BETWEEN -62167219200000000 // micros AND 253402300799999999 // micros THEN make_timestamp(x * micros)
    END;
-- The same in a zone, whose calendar begins and ends up to a day before or after.
CREATE MACRO sr_instant_in_zone(x, micros, zone) AS
    sr_calendar(sr_convert_tz(CASE WHEN x BETWEEN -62167305600000000 // micros AND 253402387199999999 // micros
    THEN make_timestamp(x * micros) END, 'UTC', zone));
-- The whole units between two times, without the rounding of a quotient of floating-point numbers.
CREATE MACRO sr_elapsed(x, y, micros) AS (epoch_us(x) - epoch_us(y)) // micros;
-- Times before 1970 and those that no zone represents as a year of four digits are 0.
CREATE MACRO sr_unix_time(x) AS
    CASE WHEN x IS NOT NULL THEN CASE WHEN epoch_us(x) >= 0 AND epoch_us(x) < 253402243200000000 THEN epoch_us(x)
    // 1000000 ELSE 0 END END;
-- A frontend knows no constant before 1970.
CREATE MACRO sr_instant_of_constant(x, micros) AS
    CASE WHEN x >= 0 AND x < 253402243200000000 // micros THEN make_timestamp(x * micros) END;
-- The number of whole years or months, of which the rest of the times says whether the last one is over.
CREATE MACRO sr_whole(number, one, other) AS
    CASE WHEN number >= 0 THEN number - CAST(one < other AS INTEGER) ELSE number + CAST(one > other AS INTEGER) END;
CREATE MACRO sr_months(x, y) AS 12 * (year(x) - year(y)) + month(x) - month(y);
CREATE MACRO sr_of_month(x) AS x - date_trunc('month', x);
-- An interval that no date can be moved by is NULL, as the date would be.
CREATE MACRO sr_years(n) AS CASE WHEN n BETWEEN -9999 AND 9999 THEN to_years(CAST(n AS INTEGER)) END;
CREATE MACRO sr_months_of(n) AS CASE WHEN n BETWEEN -119999 AND 119999 THEN to_months(CAST(n AS INTEGER)) END;
CREATE MACRO sr_days(n) AS CASE WHEN n BETWEEN -3652424 AND 3652424 THEN to_days(CAST(n AS INTEGER)) END;
CREATE MACRO sr_interval(n, unit) AS
    CASE unit WHEN 'year' THEN sr_years(n) WHEN 'quarter' THEN sr_months_of(3 * n) WHEN 'month' THEN sr_months_of(n)
    WHEN 'week' THEN sr_days(7 * n) WHEN 'day' THEN sr_days(n) WHEN 'hour' THEN to_hours(n)
    WHEN 'minute' THEN to_minutes(n) WHEN 'second' THEN to_seconds(n) WHEN 'millisecond' THEN to_microseconds(1000 * n)
    WHEN 'microsecond' THEN to_microseconds(n) END;
CREATE MACRO sr_times(first, last, step, unit) AS
    generate_series(CAST(first AS TIMESTAMP), CAST(sr_bounded(abs(date_diff(unit, CAST(first AS TIMESTAMP),
    CAST(last AS TIMESTAMP))) // abs(step), CAST(last AS VARCHAR)) AS TIMESTAMP),
    sr_interval(CASE WHEN first <= last THEN step ELSE -step END, unit));

-- Arrays.

CREATE MACRO sr_has_null(x) AS len(list_filter(x, lambda e: e IS NULL)) > 0;
-- Elements of long arrays are sorted, so that the first one of equal elements follows another one.
CREATE MACRO sr_distinct_of_few(x) AS
    list_filter(x, lambda e, i: CASE WHEN e IS NULL THEN list_position(list_transform(x, lambda o: o IS NULL), TRUE) = i
    ELSE list_position(x, e) = i END);
CREATE MACRO sr_distinct_of_sorted(x) AS
    list_transform(list_sort(list_transform(list_filter(list_zip(x, list_prepend(NULL, x[:-2])),
    lambda p: p[2] IS NULL OR p[1].e IS DISTINCT FROM p[2].e), lambda p: {i: p[1].i, e: p[1].e})), lambda p: p['e']);
CREATE MACRO sr_distinct(x) AS
    list_transform([x], lambda a: CASE WHEN len(a) > 100 THEN list_transform([list_sort(list_transform(a,
    lambda e, i: {e: e, i: i}))], lambda s: sr_distinct_of_sorted(s))[1] ELSE sr_distinct_of_few(a) END)[1];
CREATE MACRO sr_has_all(x, y) AS list_has_all(x, y) AND (sr_has_null(x) OR NOT sr_has_null(y));
-- As a server that makes a set of the second array: NULL is in both arrays or in none.
CREATE MACRO sr_has_set(x, y) AS
    CASE WHEN x IS NULL OR y IS NULL THEN NULL WHEN len(list_filter(y,
    lambda e: e IS NOT NULL)) > 0 THEN list_has_all(x, y) AND sr_has_null(x) = sr_has_null(y) ELSE sr_has_null(x)
    OR NOT sr_has_null(y) END;
CREATE MACRO sr_overlap(x, y) AS list_has_any(x, y) OR (sr_has_null(x) AND sr_has_null(y));
CREATE MACRO sr_intersect(x, y) AS
    CASE WHEN y IS NOT NULL THEN list_filter(sr_distinct(x), lambda e: CASE WHEN e IS NULL THEN sr_has_null(y)
    ELSE list_contains(y, e) END) END;
CREATE MACRO sr_all(x) AS
    list_transform([x], lambda a: CASE WHEN a IS NULL THEN NULL WHEN list_contains(a, FALSE) THEN FALSE
    WHEN len(list_filter(a, lambda e: e IS NULL)) > 0 THEN NULL ELSE TRUE END)[1];
CREATE MACRO sr_any(x) AS
    list_transform([x], lambda a: CASE WHEN a IS NULL THEN NULL WHEN list_contains(a, TRUE) THEN TRUE
    WHEN len(list_filter(a, lambda e: e IS NULL)) > 0 THEN NULL ELSE FALSE END)[1];
CREATE MACRO sr_element_texts(x) AS
    sr_joined_texts(list_transform(x, lambda e: CASE WHEN e IS NULL THEN 'n,' ELSE hash(e) || ',' END), '');
CREATE MACRO sr_sequence(x, y) AS
    CASE WHEN x IS NULL OR y IS NULL THEN NULL WHEN len(y) = 0 THEN TRUE ELSE contains(',' || sr_element_texts(x), ','
    || sr_element_texts(y)) END;
-- An end beyond the range of BIGINT wraps around, so it is before the start.
CREATE MACRO sr_slice(x, start, length) AS
    CASE WHEN CAST(start AS HUGEINT) + length NOT BETWEEN greatest(start, 0) + 1
    AND 9223372036854775807 THEN [] ELSE list_slice(x, greatest(start, 0) + 1,
    CAST(least(CAST(start AS HUGEINT) + length, len(x)) AS BIGINT)) END;
-- Parts of a bitmap with as many numbers as the size says. An empty bitmap is a part, too.
CREATE MACRO sr_subdivided(x, size) AS CASE WHEN x IS NULL OR size IS NULL OR size <= 0 THEN NULL WHEN len(x) <= size THEN [x]
    ELSE list_transform(range(0, len(x), CAST(least(size, len(x)) AS BIGINT)),
    lambda i: list_slice(x, i + 1, i + CAST(least(size, len(x)) AS BIGINT))) END;
CREATE MACRO sr_series(first, last, step) AS
    CASE WHEN step = 0 THEN [] ELSE generate_series(CAST(first AS BIGINT),
    sr_bounded((CAST(last AS HUGEINT) - first) // step, CAST(last AS BIGINT)), CAST(nullif(step, 0) AS BIGINT)) END;
CREATE MACRO sr_large_series(first, last, step) AS
    CASE WHEN step = 0 OR (first < last AND step < 0) OR (first > last AND step > 0) THEN [] ELSE list_transform(generate_series(0,
    sr_bounded((last - first) // step, CAST((last - first) // step AS BIGINT))), lambda i: first + i * step) END;
CREATE MACRO sr_step(first, last, step) AS
    CASE WHEN step = 0 AND first IS NOT NULL AND last IS NOT NULL THEN sr_refuse('step size cannot equal zero') ELSE step END;
CREATE MACRO sr_or_null(x) AS CASE WHEN len(x) > 0 THEN x ELSE [NULL] END;
CREATE MACRO sr_some(x) AS
    list_transform([list_filter(x, lambda e: e IS NOT NULL)], lambda s: CASE WHEN len(s) > 0 THEN s END)[1];
CREATE MACRO sr_sorted(x) AS list_sort(x, 'ASC', 'NULLS LAST');

-- Maps, which are lists of entries.

CREATE MACRO sr_last_of_sorted(x) AS
    list_transform(list_sort(list_transform(list_filter(list_zip(x, x[2:]),
    lambda p: p[2] IS NULL OR p[1].k IS DISTINCT FROM p[2].k), lambda p: {i: p[1].i, e: p[1].e})), lambda p: p['e']);
CREATE MACRO sr_map(x) AS
    list_transform([x], lambda m: CASE WHEN m IS NULL OR len(m) < 2 OR len(list_distinct(list_transform(m,
    lambda e: {k: e['key']}))) = len(m) THEN m ELSE list_transform([list_sort(list_transform(m,
    lambda e, i: {k: e['key'], i: i, e: e}))], lambda s: sr_last_of_sorted(s))[1] END)[1];
CREATE MACRO sr_sorted_map(x) AS
    list_transform([x], lambda m: CASE WHEN m IS NOT NULL THEN list_concat(list_filter(m, lambda e: e['key'] IS NULL),
    list_sort(list_filter(m, lambda e: e['key'] IS NOT NULL))) END)[1];
CREATE MACRO sr_entries(x, y) AS
    list_transform([{x: x, y: y}], lambda p: CASE WHEN p['x'] IS NULL OR p['y'] IS NULL THEN NULL
    WHEN len(p['x']) <> len(p['y']) THEN sr_refuse('Key and value arrays must be the same length')
    ELSE list_transform(list_zip(p['x'], p['y']), lambda e: {key: e[1], value: e[2]}) END)[1];
CREATE MACRO sr_map_value(x, k) AS list_extract(list_filter(x, lambda e: e['key'] IS NOT DISTINCT FROM k), -1).value;
-- The entries of a map whose key is NULL or is no key of another map.
CREATE MACRO sr_map_rest(x, y) AS
    list_filter(x, lambda e: e['key'] IS NULL OR NOT list_contains(list_transform(y, lambda o: o['key']), e['key']));
-- Of two maps with as many entries: those with equal keys, and the others, where the key NULL may be any key.
CREATE MACRO sr_map_pairs(x, y) AS
    list_transform([{x: x, y: y}], lambda q: list_concat(list_transform(list_filter(q['x'], lambda e: e['key'] IS NOT NULL
    AND list_contains(list_transform(q['y'], lambda o: o['key']), e['key'])), lambda m: {same: TRUE, one: m['value'],
    other: sr_map_value(q['y'], m['key'])}), list_transform(list_zip(list_sort(sr_map_rest(q['x'], q['y']), 'ASC', 'NULLS LAST'),
    list_reverse(list_sort(sr_map_rest(q['y'], q['x']), 'ASC', 'NULLS LAST'))), lambda p: {same: CASE WHEN
    p[1].key IS NOT NULL AND p[2].key IS NOT NULL THEN FALSE END, one: p[1].value, other: p[2].value})))[1];

-- Bitmaps, which are sorted lists of numbers.

-- A number of digits, where DuckDB also casts fractions, exponents and underscores.
CREATE MACRO sr_unsigned_number(x) AS
    CASE WHEN regexp_full_match(x, '\s*\+?[0-9]+\s*') THEN TRY_CAST(regexp_extract(x, '[0-9]+') AS UBIGINT) END;
CREATE MACRO sr_numbers(x) AS
    list_transform(list_filter(string_split(x, ','), lambda e: e <> ''), lambda e: sr_unsigned_number(e));
CREATE MACRO sr_bitmap(x) AS
    CASE WHEN len(list_filter(sr_numbers(x), lambda e: e IS NULL)) = 0 THEN list_sort(list_distinct(sr_numbers(x)))
    WHEN x = '' THEN [] END;
CREATE MACRO sr_number_as_bitmap(x) AS
    CASE WHEN sr_unsigned_number(x) IS NOT NULL AND NOT contains(x, '+') THEN [sr_unsigned_number(x)] END;
-- Of two sorted lists without repetitions: sorting is faster than to search each element in the other list.
CREATE MACRO sr_both(x, y) AS
    list_transform([{x: x, y: y}], lambda p: CASE WHEN p['x'] IS NOT NULL AND p['y'] IS NOT NULL THEN list_concat(p['x'],
    p['y']) END)[1];
CREATE MACRO sr_twice(x) AS list_transform([list_sort(x)], lambda s: list_filter(s, lambda e, i: s[i + 1] = e))[1];
CREATE MACRO sr_single(x) AS
    list_transform([list_sort(x)], lambda s: list_filter(s, lambda e, i: s[i + 1] IS DISTINCT FROM e AND (i = 1
    OR s[i - 1] <> e)))[1];
CREATE MACRO sr_common(x, y) AS sr_twice(sr_both(x, y));
CREATE MACRO sr_only(x, y) AS list_transform([{x: x, y: y}], lambda p: sr_single(sr_both(p['x'], sr_common(p['x'], p['y']))))[1];

-- HyperLogLogs, which are lists of hashes.

CREATE MACRO sr_hash_of(x) AS CAST(sr_hash64(CAST(x AS VARCHAR), typeof(x)) AS UBIGINT);
-- A server counts up to 160 hashes.
CREATE MACRO sr_hll_count(x) AS
    list_transform([x], lambda h: CASE WHEN len(h) <= 160 THEN len(h) ELSE sr_estimated_count(sr_joined_texts(h, ',')) END)[1];
CREATE MACRO sr_hll_of_text(x) AS
    list_transform([sr_hll_from_hex(sr_hex_text(x))], lambda t: CASE WHEN t <> '' THEN CAST(string_split(t,
    ',') AS UBIGINT[]) ELSE [] END)[1];
CREATE MACRO sr_values_count(x) AS
    list_transform([list_filter(x, lambda e: e IS NOT NULL)], lambda v: CASE WHEN v IS NULL THEN 0 WHEN len(v) <= 160
    THEN len(v) ELSE sr_estimated_count(sr_joined_texts(list_transform(v, lambda e: sr_hash_of(e)), ',')) END)[1];

-- JSON documents that hold texts.

-- The name of a member is a document that is a text with a character; without one there is no object.
CREATE MACRO sr_json_name(x) AS CASE WHEN starts_with(x, '"') AND x <> '""' THEN x END;
CREATE MACRO sr_list(x) AS from_json(x, '["VARCHAR"]');
CREATE MACRO sr_rows(x) AS from_json(x, '[["VARCHAR"]]');

-- The values and states of aggregate functions.

-- Of the rows with equal {o}, the first one of each.
CREATE MACRO sr_first_of_equal(x) AS
    list_transform(list_sort(list_transform(list_transform([list_sort(list_transform(x, lambda e, i: {o: e['o'], i: i,
    e: e}))], lambda s: list_filter(s, lambda e, j: j = 1 OR s[j - 1].o IS DISTINCT FROM e['o']))[1], lambda e: {i: e['i'],
    e: e['e']})), lambda e: e['e']);
-- The numbers of different keys in the order in which a backend reads a set of them.
CREATE MACRO sr_set_positions(keys) AS
    list_transform([list_transform(keys, lambda e: sr_set_hash(CAST(e AS VARCHAR), typeof(e)))],
    lambda h: CASE WHEN len(h) < 2 OR list_count(h) < len(h) THEN range(1, len(h) + 1)
    ELSE CAST(string_split(sr_set_order(sr_joined_texts(h, ',')), ',') AS BIGINT[]) END)[1];
CREATE MACRO sr_set_order_of(x) AS
    list_transform([x], lambda v: CASE WHEN v IS NOT NULL THEN list_select(v, sr_set_positions(v)) END)[1];
CREATE MACRO sr_map_in_set_order(x) AS
    list_transform([x], lambda m: CASE WHEN m IS NOT NULL THEN list_select(m, sr_set_positions(list_transform(m,
    lambda e: e['key']))) END)[1];
-- The set of the values {o} of rows, with NULL as the last one. (list_concat takes NULL for an empty list.)
CREATE MACRO sr_set(x) AS
    list_transform([x], lambda rows: CASE WHEN rows IS NOT NULL THEN list_transform([sr_first_of_equal(rows)],
    lambda r: list_concat(sr_set_order_of(list_transform(list_filter(r, lambda e: e['o'] IS NOT NULL), lambda e: e['o'])),
    list_transform(list_filter(r, lambda e: e['o'] IS NULL), lambda e: e['o'])))[1] END)[1];
-- The distinct elements of lists: those that are NULL come last, and a list that is NULL is one of them.
CREATE MACRO sr_elements(x) AS
    list_transform([flatten(list_transform(x, lambda l: coalesce(l, [NULL])))],
    lambda lists: CASE WHEN lists IS NOT NULL THEN list_concat(sr_set_order_of(list_filter(sr_distinct(lists),
    lambda e: e IS NOT NULL)), list_slice(list_filter(lists, lambda e: e IS NULL), 1, 1)) END)[1];
CREATE MACRO sr_summed_map(x) AS
    list_transform([sr_sorted_map(x)], lambda m: CASE WHEN m IS NOT NULL THEN list_concat(list_filter(m,
    lambda e: e['key'] IS NULL), sr_map_in_set_order(list_filter(m, lambda e: e['key'] IS NOT NULL))) END)[1];
CREATE MACRO sr_sums(x) AS
    list_transform([list_filter(x, lambda e: e['value'] IS NOT NULL)],
    lambda s: sr_summed_map(list_transform(list_distinct(list_transform(s, lambda e: {k: e['key']})), lambda d: {key: d['k'],
    value: list_sum(list_transform(list_filter(s, lambda e: e['key'] IS NOT DISTINCT FROM d['k']), lambda e: e['value']))})))[1];
CREATE MACRO sr_most(counts, nulls, k) AS
    list_transform(list_slice(list_sort(list_concat(list_transform(map_entries(counts),
    lambda e: {n: -CAST(e['value'] AS BIGINT), z: 1, v: e['key']}), CASE WHEN nulls > 0 THEN [{n: -nulls, z: 0, v: NULL}]
    ELSE [] END)), 1, k), lambda e: {item: e['v'], count: -e['n']});
CREATE MACRO sr_intersected(x, keys) AS
    list_transform([list_filter(x, lambda r: r['k'] IS NOT NULL AND r['b'] IS NOT NULL)], lambda rows:
    CASE WHEN len(rows) > 0 THEN coalesce(len(list_reduce(list_transform(keys,
    lambda k: list_distinct(flatten(list_transform(list_filter(rows, lambda r: r['k'] = k),
    lambda r: r['b'])))), lambda a, b: sr_twice(list_concat(a, b)))), 0) END)[1];
CREATE MACRO sr_place(x, n, place) AS CASE WHEN n > 0 THEN x[CAST(place AS BIGINT) + 1] END;
-- Of the sorted list s, the first n values are not NULL. Between two values, a sketch calculates in single precision.
CREATE MACRO sr_between(s, p, i) AS (s[i]::FLOAT * (i + 0.5::FLOAT - p) + s[i + 1]::FLOAT * (p - (i - 0.5::FLOAT)));
CREATE MACRO sr_of_sorted(s, n, q) AS
    CAST(CASE WHEN q < 0 OR q > 1 THEN
    sr_refuse('Type check failed. percentile parameter must be between 0 and 1, but got: ' || q) WHEN n = 0 THEN NULL
    WHEN q * n <= 0.5 THEN s[1] WHEN q * n >= n - 0.5 THEN s[n] ELSE sr_between(s, q::FLOAT * n::FLOAT,
    CAST(ceil(q::FLOAT * n::FLOAT - 0.5) AS BIGINT)) END AS FLOAT);
CREATE MACRO sr_quantile(x, n, q) AS list_transform([sr_sorted(x)], lambda s: sr_of_sorted(s, n, q))[1];
-- Aggregates can't be captured by a lambda, so that they are passed in a struct.
CREATE MACRO sr_quantiles(s, n, places) AS
    list_transform([{s: s, n: n, p: places}], lambda e: CASE WHEN e['n'] > 0 THEN list_transform(e['p'],
    lambda q: sr_of_sorted(e['s'], e['n'], q)) END)[1];
CREATE MACRO sr_weighted(x, weight) AS
    CASE WHEN weight <> 0 THEN CAST(CAST(x AS FLOAT) AS VARCHAR) || ' ' || weight END;
-- If n rows have no weight, there is no number.
CREATE MACRO sr_of_weights(x, n, q, compression) AS
    coalesce(sr_weighted_quantile(x, q, compression), CASE WHEN n > 0 THEN 'nan'::DOUBLE END);
CREATE MACRO sr_all_of_weights(x, n, places, compression) AS
    list_transform([{x: x, n: n, p: places, c: compression}], lambda e: CASE WHEN e['n'] > 0 THEN list_transform(e['p'],
    lambda q: sr_of_weights(e['x'], e['n'], q, e['c'])) END)[1];
CREATE MACRO sr_mean_between(s, p) AS
    s[CAST(floor(p) AS BIGINT)] + (p - floor(p)) * (s[CAST(ceil(p) AS BIGINT)] - s[CAST(floor(p) AS BIGINT)]);
CREATE MACRO sr_cont(s, n, q) AS CASE WHEN n > 0 THEN sr_mean_between(s, 1 + (n - 1) * q) END;
CREATE MACRO sr_events(time, conditions) AS
    nullif(sr_joined_texts(list_transform(list_filter(list_transform(conditions, lambda e, i: {i: i, e: e}),
    lambda p: p['e']), lambda p: time || ' ' || p['i']), ','), '');
-- Of the values up to a row, in order: NULL at the beginning counts as 0, and is passed over later.
CREATE MACRO sr_sessions(x, delta) AS
    list_transform([x], lambda v: CASE WHEN v[-1] IS NOT NULL THEN 1 +
    len(list_filter(list_transform([list_filter(list_transform(v, lambda e, i: CASE WHEN i = 1 THEN coalesce(e, 0)
    ELSE e END), lambda e: e IS NOT NULL)], lambda s: list_transform(s, lambda e, i: i > 1
    AND e - s[i - 1] > delta))[1], lambda e: e)) END)[1];
-- As on the server: a bit for each condition from the highest one, and their number in the lowest ones.
CREATE MACRO sr_conditions(x) AS
    CASE WHEN x IS NOT NULL THEN sr_signed(coalesce(list_sum(list_transform(x[1:31], lambda c, i:
    CASE WHEN c THEN 1::HUGEINT << (64 - i) ELSE 0 END)), 0) + least(len(x), 31)) END;
CREATE MACRO sr_retained(x) AS
    list_transform([x], lambda bits: CASE WHEN bits IS NOT NULL THEN list_transform(range(1, (bits & 31) + 1),
    lambda i: bits < 0 AND (bits::HUGEINT & (1::HUGEINT << (64 - i))) <> 0) END)[1];
CREATE MACRO sr_sample(x, second) AS CASE WHEN isfinite(x) THEN x || ' ' || CASE WHEN second THEN 1 ELSE 0 END END;
CREATE MACRO sr_words(x) AS list_sort(list_distinct(list_filter(x, lambda e: e IS NOT NULL)));
CREATE MACRO sr_dictionary_text(x) AS
    '{"2":{"lst":["str",' || len(x) || ',"' || sr_joined_texts(list_transform(x, lambda e: rtrim(base64(encode(e)),
    '=')), '","') || '"]},"3":{"lst":["i32",' || len(x) || ',' || sr_joined_texts(range(1, len(x) + 1), ',') || ']}}';
-- A dictionary with too many words is replaced by one of as many numbers.
CREATE MACRO sr_dictionary(x, most) AS
    list_transform([sr_words(x)], lambda s: CASE WHEN len(s) > most THEN
    sr_dictionary_text(list_sort(list_transform(range(most + 1), lambda n: CAST(n AS VARCHAR))))
    WHEN len(s) > 0 THEN sr_dictionary_text(s) END)[1];
CREATE MACRO sr_state_rows(x) AS CAST('[' || decode(x) || ']' AS VARCHAR[][]);
CREATE MACRO sr_state_union(x, y) AS
    CASE WHEN x IS NULL THEN y WHEN y IS NULL THEN x ELSE encode(decode(x) || ', ' || decode(y)) END;
