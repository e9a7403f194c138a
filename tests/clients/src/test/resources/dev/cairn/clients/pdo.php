<?php
require __DIR__ . '/rows.php';

$db = new PDO("mysql:host=127.0.0.1;port=$port;dbname=$database;charset=utf8mb4", 'root', '', [
    PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
    PDO::ATTR_EMULATE_PREPARES => $operation !== 'prepared',
]);

/** PDO puts the values into the text, unless it prepares on the server. */
function insert(PDO $db, array $rows): void
{
    $statement = $db->prepare('INSERT INTO sample VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    foreach ($rows as $row) {
        $statement->execute($row);
    }
}

switch ($operation) {
    case 'connect':
        echo $db->query('SELECT database()')->fetchColumn();
        break;
    case 'metadata':
        $statement = $db->query('SELECT * FROM sample');
        for ($i = 0; $i < $statement->columnCount(); $i++) {
            echo $statement->getColumnMeta($i)['name'], "\n";
        }
        break;
    case 'insert':
        insert($db, input_rows());
        break;
    case 'query':
        foreach ($db->query('SELECT * FROM sample ORDER BY id', PDO::FETCH_NUM) as $row) {
            print_row($row);
        }
        break;
    case 'prepared':
        $statement = $db->prepare(LOOKUP);
        $statement->execute(lookup(input_rows()[0]));
        print_row($statement->fetch(PDO::FETCH_NUM));
        break;
    case 'streaming':
        $db->setAttribute(PDO::MYSQL_ATTR_USE_BUFFERED_QUERY, false);
        $sum = 0;
        foreach ($db->query(NUMBERS, PDO::FETCH_NUM) as [$number]) {
            $sum += $number;
        }
        echo $sum;
        break;
    case 'transaction':
        [$first, $second] = input_rows();
        $db->beginTransaction();
        insert($db, [$first]);
        if (!$db->inTransaction()) {
            // rollBack and commit throw an exception
            echo 'missing: waits for the flag of an open transaction, which is never set';
            exit;
        }
        $db->rollBack();
        $db->beginTransaction();
        insert($db, [$second]);
        $db->commit();
        break;
    case 'error':
        try {
            $db->query(WRONG);
        } catch (PDOException $refused) {
            $db->query('SELECT 1')->fetchAll();
            echo $refused->errorInfo[1];
        }
        break;
}
