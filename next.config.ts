import type { NextConfig } from "next";

const config: NextConfig = {
  output: "export",
  devIndicators: false,
  poweredByHeader: false,
};

export default config;
