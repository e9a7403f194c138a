<?php
require __DIR__ . '/rows.php';

mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
$db = new mysqli('127.0.0.1', 'root', '', $database, (int) $port);
$db->set_charset('utf8mb4');

/** mysqli has no parameters but those of the server, which prepares queries only. */
function insert(mysqli $db, array $rows): void
{
    foreach ($rows as $row) {
        $values = array_map(fn ($value) => $value === null ? 'NULL' : "'" . $db->real_escape_string((string) $value) . "'", $row);
        $db->query('INSERT INTO sample VALUES (' . implode(', ', $values) . ')');
    }
}

switch ($operation) {
    case 'connect':
        echo $db->query('SELECT database()')->fetch_row()[0];
        break;
    case 'metadata':
        foreach ($db->query('SELECT * FROM sample')->fetch_fields() as $field) {
            echo $field->name, "\n";
        }
        break;
    case 'insert':
        insert($db, input_rows());
        break;
    case 'query':
        foreach ($db->query('SELECT * FROM sample ORDER BY id')->fetch_all() as $row) {
            print_row($row);
        }
        break;
    case 'prepared':
        $statement = $db->prepare(LOOKUP);
        $statement->bind_param('iiisdsss', ...lookup(input_rows()[0]));
        $statement->execute();
        print_row($statement->get_result()->fetch_row());
        break;
    case 'streaming':
        $sum = 0;
        foreach ($db->query(NUMBERS, MYSQLI_USE_RESULT) as $row) {
            $sum += $row['k'];
        }
        echo $sum;
        break;
    case 'transaction':
        [$first, $second] = input_rows();
        $db->begin_transaction();
        insert($db, [$first]);
        $db->rollback();
        $db->begin_transaction();
        insert($db, [$second]);
        $db->commit();
        break;
    case 'error':
        try {
            $db->query(WRONG);
        } catch (mysqli_sql_exception $refused) {
            $db->query('SELECT 1');
            echo $refused->getCode();
        }
        break;
}
