export default function NotFound() {
  return (
    <main className="not-found">
      <h1>There is no page here.</h1>
      <p>
        <a href="/">Go to Lookback</a>
      </p>
    </main>
  );
}
