package dev.cairn.sample.spring;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the relational database, which is the primary {@code DataSource} of the application. */
@Repository
class Customers {
    private final JdbcClient jdbcClient;

    Customers(JdbcClient jdbcClient) {
        this.jdbcClient = jdbcClient;
    }

    List<Customer> findAll() {
        return jdbcClient
                .sql("SELECT id, name, city FROM customer ORDER BY id")
                .query(new DataClassRowMapper<>(Customer.class))
                .list();
    }

    Optional<Customer> find(long id) {
        return jdbcClient
                .sql("SELECT id, name, city FROM customer WHERE id = ?")
                .param(id)
                .query(new DataClassRowMapper<>(Customer.class))
                .optional();
    }

    long nextOrderId() {
        return jdbcClient
                .sql("SELECT NEXT VALUE FOR order_id")
                .query(Long.class)
                .single();
    }
}
