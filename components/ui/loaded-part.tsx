import { Component, type ReactNode, Suspense } from "react";
import { type Problem, problemOf } from "../../lib/errors";
import { ProblemAlert } from "./problem-alert";

interface LoadedPartProps {
  children: ReactNode;
  /** Stands there until the part is fetched. */
  meanwhile?: ReactNode;
}

/** The place of a part whose code is fetched when it is first shown, or of what went wrong with that. */
export class LoadedPart extends Component<LoadedPartProps, { problem: Problem | null }> {
  override state: { problem: Problem | null } = { problem: null };

  static getDerivedStateFromError(thrown: unknown): { problem: Problem } {
    return { problem: problemOf(thrown) };
  }

  override render(): ReactNode {
    if (this.state.problem) return <ProblemAlert problem={this.state.problem} />;
    return <Suspense fallback={this.props.meanwhile}>{this.props.children}</Suspense>;
  }
}
