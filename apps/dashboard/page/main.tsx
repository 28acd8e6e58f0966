import { render } from 'preact';
import { App } from './app.tsx';
import { connect } from './connection.ts';
import './style.css';

const root = document.getElementById('page');
if (root) {
  root.replaceChildren();
  connect();
  render(<App />, root);
}
