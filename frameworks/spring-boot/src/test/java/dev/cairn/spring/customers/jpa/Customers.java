package dev.cairn.spring.customers.jpa;

import org.springframework.data.jpa.repository.JpaRepository;

/** The customers. */
interface Customers extends JpaRepository<Customer, Long> {}
