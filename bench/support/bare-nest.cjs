'use strict';
/**
 * The program of a child process: Nest and Express with one route and nothing around them. Plain JavaScript, as a
 * compiler would count as its memory. Tells its parent the port, and its resident bytes whenever it is asked; goes
 * when its parent goes.
 */
require('reflect-metadata');
const { Controller, Get, Module } = require('@nestjs/common');
const { NestFactory } = require('@nestjs/core');

class HelloController {
  hello() {
    return { hello: 'world' };
  }
}
const { prototype } = HelloController;
Get()(prototype, 'hello', Object.getOwnPropertyDescriptor(prototype, 'hello'));
Controller('hello')(HelloController);

class BareModule {}
Module({ controllers: [HelloController] })(BareModule);

async function serve() {
  const app = await NestFactory.create(BareModule, { logger: false });
  await app.listen(0, '127.0.0.1');
  process.on('message', () => process.send({ residentBytes: process.memoryUsage.rss() }));
  process.on('disconnect', () => process.exit());
  process.send({ port: app.getHttpServer().address().port });
}

void serve();
